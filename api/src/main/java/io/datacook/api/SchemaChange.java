package io.datacook.api;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/// A change of the target that a load needs before its first row; shown by `plan`.
public sealed interface SchemaChange {
    /// The target is created.
    record Create(Schema schema) implements SchemaChange {}

    /// A nullable column is added.
    record AddColumn(Field field) implements SchemaChange {}

    /// A column gets a type that holds every value of the old one.
    record Widen(Field from, Field to) implements SchemaChange {}

    /// A column no longer refuses nulls.
    record DropNotNull(Field field) implements SchemaChange {}

    /// One line for people.
    default String describe() {
        return switch (this) {
            case Create(Schema schema) -> "create with " + schema.getFields().size() + " columns";
            case AddColumn(Field field) -> "add column " + field.getName() + " " + TypeNames.name(field);
            case Widen(Field from, Field to) ->
                "widen column " + from.getName() + " from " + TypeNames.name(from) + " to " + TypeNames.name(to);
            case DropNotNull(Field field) -> "let column " + field.getName() + " be null";
        };
    }
}
