package io.datacook.connectors.parquet;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.jspecify.annotations.Nullable;

/// The columns of a file: Parquet's tree read as Arrow fields, with what decoding needs of each node.
///
/// Knows the older ways to write lists: a repeated field without a list around it, and lists of two levels.
///
/// @param arrow the columns
/// @param columns their nodes, in the same order
/// @param leaves leaf columns in the order of the file
record FileSchema(Schema arrow, List<Node> columns, List<FileLeaf> leaves) {
    /// Reads the schema of a footer.
    static FileSchema of(FileMetaData meta, String file) {
        Walk walk = new Walk(requireNonNull(meta.getSchema()), file);
        List<Node> columns = walk.root();
        Schema hint = hint(meta);
        List<Node> hinted = new ArrayList<>();
        for (Node column : columns) {
            Field wanted = hint == null ? null : named(hint, column.field().getName());
            hinted.add(wanted == null ? column : SchemaHints.apply(column, wanted));
        }
        return new FileSchema(new Schema(hinted.stream().map(Node::field).toList()), hinted, walk.leaves);
    }

    /// The columns that a file written from these gives back.
    static Schema stored(Schema incoming) {
        TableLayout layout = TableLayout.of(incoming);
        FileMetaData meta = new FileMetaData(2, layout.elements(), 0, List.of());
        KeyValue entry = new KeyValue(ArrowSchemas.KEY);
        entry.setValue(ArrowSchemas.text(incoming));
        meta.setKey_value_metadata(List.of(entry));
        return of(meta, "new file").arrow();
    }

    private static @Nullable Schema hint(FileMetaData meta) {
        if (!meta.isSetKey_value_metadata()) {
            return null;
        }
        for (KeyValue entry : requireNonNull(meta.getKey_value_metadata())) {
            if (ArrowSchemas.KEY.equals(entry.getKey()) && entry.getValue() != null) {
                return ArrowSchemas.parse(entry.getValue());
            }
        }
        return null;
    }

    private static @Nullable Field named(Schema schema, String name) {
        return schema.getFields().stream()
                .filter(field -> field.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /// Reads the flat list of elements as the tree it is.
    private static final class Walk {
        private final List<SchemaElement> elements;
        private final String file;
        private final List<FileLeaf> leaves = new ArrayList<>();
        private int at = 1;

        Walk(List<SchemaElement> elements, String file) {
            this.elements = elements;
            this.file = file;
        }

        List<Node> root() {
            List<Node> columns = new ArrayList<>();
            for (int i = 0; i < elements.getFirst().getNum_children(); i++) {
                columns.add(node(new Above(List.of(), 0, 0)));
            }
            return columns;
        }

        private Node node(Above above) {
            SchemaElement element = next();
            boolean repeated = element.getRepetition_type() == FieldRepetitionType.REPEATED;
            Above here = above.into(element);
            if (!repeated) {
                return value(element, here, isOptional(element));
            }
            // a repeated field without a list around it: a list that is never null
            Node inner = value(element, here, false);
            Field field = field(name(element), false, new ArrowType.List(), List.of(inner.field()));
            return new Node(
                    field, Node.Kind.LIST, above.definition, here.definition, above.repetition, -1, List.of(inner));
        }

        private Node value(SchemaElement element, Above here, boolean nullable) {
            if (!element.isSetNum_children() || element.getNum_children() == 0) {
                return leaf(element, here, nullable);
            }
            if (isList(element) && element.getNum_children() == 1 && peek().isSetRepetition_type()) {
                return list(element, here, nullable);
            }
            if (isMap(element) && element.getNum_children() == 1 && peek().getNum_children() == 2) {
                return map(element, here, nullable);
            }
            List<Node> children = new ArrayList<>();
            for (int i = 0; i < element.getNum_children(); i++) {
                children.add(node(here));
            }
            Field field = field(
                    name(element),
                    nullable,
                    new ArrowType.Struct(),
                    children.stream().map(Node::field).toList());
            return new Node(field, Node.Kind.STRUCT, here.definition, 0, here.repetition, -1, children);
        }

        private Node leaf(SchemaElement element, Above here, boolean nullable) {
            leaves.add(new FileLeaf(element, here.path, here.definition, here.repetition));
            Field field = ArrowTypes.field(element, nullable, file);
            return new Node(field, Node.Kind.LEAF, here.definition, 0, here.repetition, leaves.size() - 1, List.of());
        }

        private Node list(SchemaElement element, Above here, boolean nullable) {
            SchemaElement repeated = next();
            Above inside = here.into(repeated);
            Node child;
            if (isElement(repeated, element)) {
                child = value(repeated, inside, false);
            } else {
                child = node(inside);
            }
            Field field = field(name(element), nullable, new ArrowType.List(), List.of(child.field()));
            return new Node(
                    field, Node.Kind.LIST, here.definition, inside.definition, here.repetition, -1, List.of(child));
        }

        private Node map(SchemaElement element, Above here, boolean nullable) {
            SchemaElement repeated = next();
            Above inside = here.into(repeated);
            Node key = node(inside);
            Node value = node(inside);
            Field entries = field("entries", false, new ArrowType.Struct(), List.of(key.field(), value.field()));
            Field field = field(name(element), nullable, new ArrowType.Map(false), List.of(entries));
            return new Node(
                    field, Node.Kind.MAP, here.definition, inside.definition, here.repetition, -1, List.of(key, value));
        }

        /// Whether a list's repeated field is the element itself, as older writers had it.
        private static boolean isElement(SchemaElement repeated, SchemaElement list) {
            return repeated.getNum_children() != 1
                    || name(repeated).equals("array")
                    || name(repeated).equals(name(list) + "_tuple");
        }

        private SchemaElement next() {
            if (at >= elements.size()) {
                throw ParquetFiles.notParquet(file, "its schema ends too early", null);
            }
            return elements.get(at++);
        }

        private SchemaElement peek() {
            if (at >= elements.size()) {
                throw ParquetFiles.notParquet(file, "its schema ends too early", null);
            }
            return elements.get(at);
        }
    }

    private static boolean isOptional(SchemaElement element) {
        return element.getRepetition_type() == FieldRepetitionType.OPTIONAL;
    }

    private static String name(SchemaElement element) {
        return requireNonNull(element.getName());
    }

    private static boolean isList(SchemaElement element) {
        LogicalType type = element.getLogicalType();
        return (type != null && type.isSetLIST()) || element.getConverted_type() == ConvertedType.LIST;
    }

    private static boolean isMap(SchemaElement element) {
        LogicalType type = element.getLogicalType();
        return (type != null && type.isSetMAP())
                || element.getConverted_type() == ConvertedType.MAP
                || element.getConverted_type() == ConvertedType.MAP_KEY_VALUE;
    }

    private static Field field(String name, boolean nullable, ArrowType type, List<Field> children) {
        return new Field(name, new FieldType(nullable, type, null, Map.of()), children);
    }

    /// Levels and names on the way down.
    private record Above(List<String> path, int definition, int repetition) {
        Above into(SchemaElement element) {
            List<String> longer = new ArrayList<>(path);
            longer.add(element.getName());
            boolean repeated = element.getRepetition_type() == FieldRepetitionType.REPEATED;
            return new Above(
                    List.copyOf(longer),
                    definition + (repeated || isOptional(element) ? 1 : 0),
                    repetition + (repeated ? 1 : 0));
        }
    }
}
