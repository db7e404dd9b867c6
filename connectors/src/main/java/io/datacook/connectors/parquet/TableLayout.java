package io.datacook.connectors.parquet;

import io.datacook.api.Closest;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MapType;
import org.apache.parquet.format.SchemaElement;

/// An Arrow schema as Parquet's tree of elements and list of leaf columns.
///
/// @param elements the tree, depth first, the root first
/// @param leaves in order
record TableLayout(List<SchemaElement> elements, List<Leaf> leaves) {
    /// Lays out a schema.
    ///
    /// @throws DatacookException `SCHEMA_MISMATCH` naming the column whose type Parquet has no form for
    static TableLayout of(Schema schema) {
        List<SchemaElement> elements = new ArrayList<>();
        List<Leaf> leaves = new ArrayList<>();
        SchemaElement root = new SchemaElement("schema");
        root.setNum_children(schema.getFields().size());
        elements.add(root);
        for (int column = 0; column < schema.getFields().size(); column++) {
            Field field = schema.getFields().get(column);
            add(field, field.getName(), new Branch(column, List.of(), List.of(), 0, 0), elements, leaves);
        }
        return new TableLayout(elements, leaves);
    }

    /// Refuses bloom filters of columns that are not there or have nothing to look for.
    ///
    /// @throws DatacookException `RECIPE_INVALID` naming the column and those there are
    void requireLeaves(List<String> columns) {
        List<String> known = leaves.stream()
                .filter(leaf -> leaf.type().physical() != org.apache.parquet.format.Type.BOOLEAN)
                .map(Leaf::dotted)
                .toList();
        for (String column : columns) {
            if (!known.contains(column)) {
                throw new DatacookException(
                        ErrorCode.RECIPE_INVALID,
                        "destination.bloom_filters names '%s', which is no column a filter can be made of. %s"
                                .formatted(column, Closest.describe(column, known)));
            }
        }
    }

    private static void add(Field field, String name, Branch above, List<SchemaElement> elements, List<Leaf> leaves) {
        int definition = above.definition + (field.isNullable() ? 1 : 0);
        Branch here = new Branch(above.column, above.children, plus(above.path, name), definition, above.repetition);
        SchemaElement element = new SchemaElement(name);
        element.setRepetition_type(field.isNullable() ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED);
        elements.add(element);
        switch (field.getType()) {
            case ArrowType.Struct _ -> struct(field, element, here, elements, leaves);
            case ArrowType.Map _ -> map(field, element, here, elements, leaves);
            case ArrowType.List _, ArrowType.LargeList _, ArrowType.FixedSizeList _, ArrowType.ListView _ ->
                list(field, element, here, elements, leaves);
            default -> leaf(field, element, here, leaves);
        }
    }

    private static void struct(
            Field field, SchemaElement element, Branch here, List<SchemaElement> elements, List<Leaf> leaves) {
        if (field.getChildren().isEmpty()) {
            throw unsupported(here.path, "a struct without fields");
        }
        element.setNum_children(field.getChildren().size());
        for (int child = 0; child < field.getChildren().size(); child++) {
            Field below = field.getChildren().get(child);
            add(below, below.getName(), here.into(child), elements, leaves);
        }
    }

    private static void list(
            Field field, SchemaElement element, Branch here, List<SchemaElement> elements, List<Leaf> leaves) {
        element.setNum_children(1);
        element.setConverted_type(ConvertedType.LIST);
        element.setLogicalType(LogicalType.LIST(new ListType()));
        elements.add(repeated("list", 1));
        Branch inside = here.into(0).repeated("list");
        add(field.getChildren().getFirst(), "element", inside, elements, leaves);
    }

    private static void map(
            Field field, SchemaElement element, Branch here, List<SchemaElement> elements, List<Leaf> leaves) {
        element.setNum_children(1);
        element.setConverted_type(ConvertedType.MAP);
        element.setLogicalType(LogicalType.MAP(new MapType()));
        elements.add(repeated("key_value", 2));
        Branch inside = here.into(0).repeated("key_value");
        List<Field> entry = field.getChildren().getFirst().getChildren();
        add(entry.get(0), "key", inside.into(0), elements, leaves);
        add(entry.get(1), "value", inside.into(1), elements, leaves);
    }

    private static void leaf(Field field, SchemaElement element, Branch here, List<Leaf> leaves) {
        Field stored = storage(field);
        LeafType type;
        try {
            type = LeafType.of(stored.getType());
        } catch (IllegalArgumentException none) {
            throw unsupported(here.path, stored.getType().toString());
        }
        if (type.physical() == org.apache.parquet.format.Type.FIXED_LEN_BYTE_ARRAY && type.bytes() == 0) {
            throw unsupported(here.path, "fixed-size binary of 0 bytes");
        }
        element.setType(type.physical());
        if (type.bytes() > 0) {
            element.setType_length(type.bytes());
        }
        LogicalTypes.describe(field, element);
        leaves.add(new Leaf(here.column, here.children, here.path, stored, type, here.definition, here.repetition));
    }

    private static Field storage(Field field) {
        if (!(field.getType() instanceof ArrowType.ExtensionType extension)) {
            return field;
        }
        return new Field(
                field.getName(),
                new org.apache.arrow.vector.types.pojo.FieldType(
                        field.isNullable(), extension.storageType(), null, field.getMetadata()),
                field.getChildren());
    }

    private static SchemaElement repeated(String name, int children) {
        SchemaElement element = new SchemaElement(name);
        element.setRepetition_type(FieldRepetitionType.REPEATED);
        element.setNum_children(children);
        return element;
    }

    private static DatacookException unsupported(List<String> path, String type) {
        return new DatacookException(
                ErrorCode.SCHEMA_MISMATCH,
                "column '%s' is %s, which Parquet cannot keep; cast it to string, or drop it"
                        .formatted(String.join(".", path), type));
    }

    private static <T> List<T> plus(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list);
        longer.add(last);
        return List.copyOf(longer);
    }

    /// The way from the root to a node.
    private record Branch(int column, List<Integer> children, List<String> path, int definition, int repetition) {
        Branch into(int child) {
            return new Branch(column, plus(children, child), path, definition, repetition);
        }

        Branch repeated(String name) {
            return new Branch(column, children, plus(path, name), definition + 1, repetition + 1);
        }
    }
}
