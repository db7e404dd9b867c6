package io.datacook.connectors.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/// Gives columns the Arrow types they were written from, where Parquet keeps their values and has no word for the type.
///
/// A hint that does not fit what the file holds is left aside.
final class SchemaHints {
    private SchemaHints() {}

    /// The node with the hinted type, and its children with theirs.
    static Node apply(Node node, Field hint) {
        if (hint.getDictionary() != null) {
            return node;
        }
        return switch (node.kind()) {
            case LEAF -> leaf(node, hint);
            case STRUCT -> struct(node, hint);
            case LIST -> list(node, hint);
            case MAP -> map(node, hint);
        };
    }

    private static Node leaf(Node node, Field hint) {
        Field field = node.field();
        ArrowType wanted = storage(hint.getType());
        ArrowType type = fits(field.getType(), wanted) ? wanted : field.getType();
        java.util.Map<String, String> metadata =
                hint.getMetadata().isEmpty() || !type.equals(wanted) ? field.getMetadata() : hint.getMetadata();
        return node.as(
                new Field(field.getName(), new FieldType(field.isNullable(), type, null, metadata), List.of()),
                List.of());
    }

    private static Node struct(Node node, Field hint) {
        if (!(hint.getType() instanceof ArrowType.Struct)) {
            return node;
        }
        List<Node> children = new ArrayList<>();
        for (Node child : node.children()) {
            Field below = hint.getChildren().stream()
                    .filter(field -> field.getName().equals(child.field().getName()))
                    .findFirst()
                    .orElse(child.field());
            children.add(apply(child, below));
        }
        return rebuilt(node, node.field().getType(), children);
    }

    private static Node list(Node node, Field hint) {
        boolean isList = hint.getType() instanceof ArrowType.List
                || hint.getType() instanceof ArrowType.LargeList
                || hint.getType() instanceof ArrowType.FixedSizeList;
        if (!isList) {
            return node;
        }
        Node element = apply(node.children().getFirst(), hint.getChildren().getFirst());
        Field named = new Field(
                hint.getChildren().getFirst().getName(),
                element.field().getFieldType(),
                element.field().getChildren());
        return rebuilt(node, hint.getType(), List.of(element.as(named, element.children())));
    }

    private static Node map(Node node, Field hint) {
        if (!(hint.getType() instanceof ArrowType.Map)) {
            return node;
        }
        Field entry = hint.getChildren().getFirst();
        List<Node> children = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Node child = apply(node.children().get(i), entry.getChildren().get(i));
            Field named = new Field(
                    entry.getChildren().get(i).getName(),
                    child.field().getFieldType(),
                    child.field().getChildren());
            children.add(child.as(named, child.children()));
        }
        Field entries = new Field(
                entry.getName(),
                node.field().getChildren().getFirst().getFieldType(),
                children.stream().map(Node::field).toList());
        Field field = node.field();
        return node.as(
                new Field(
                        field.getName(),
                        new FieldType(field.isNullable(), hint.getType(), null, field.getMetadata()),
                        List.of(entries)),
                children);
    }

    private static Node rebuilt(Node node, ArrowType type, List<Node> children) {
        Field field = node.field();
        return node.as(
                new Field(
                        field.getName(),
                        new FieldType(field.isNullable(), type, null, field.getMetadata()),
                        children.stream().map(Node::field).toList()),
                children);
    }

    private static ArrowType storage(ArrowType type) {
        return type instanceof ArrowType.ExtensionType extension ? extension.storageType() : type;
    }

    /// Whether values of the one type in a file can be values of the other.
    private static boolean fits(ArrowType natural, ArrowType wanted) {
        if (natural.equals(wanted)) {
            return true;
        }
        return switch (natural) {
            case ArrowType.Utf8 _ -> wanted instanceof ArrowType.LargeUtf8;
            case ArrowType.Binary _ -> wanted instanceof ArrowType.LargeBinary;
            case ArrowType.Timestamp from
            when wanted instanceof ArrowType.Timestamp to ->
                (from.getTimezone() == null) == (to.getTimezone() == null)
                        && (from.getUnit() == to.getUnit()
                                || (from.getUnit() == TimeUnit.MILLISECOND && to.getUnit() == TimeUnit.SECOND));
            case ArrowType.Time from
            when wanted instanceof ArrowType.Time to ->
                from.getUnit() == TimeUnit.MILLISECOND && to.getUnit() == TimeUnit.SECOND;
            case ArrowType.Date _ -> wanted instanceof ArrowType.Date to && to.getUnit() == DateUnit.MILLISECOND;
            case ArrowType.Int from ->
                from.getBitWidth() == 64 && from.getIsSigned() && wanted instanceof ArrowType.Duration;
            case ArrowType.Decimal from
            when wanted instanceof ArrowType.Decimal to ->
                from.getPrecision() == to.getPrecision() && from.getScale() == to.getScale();
            default -> false;
        };
    }
}
