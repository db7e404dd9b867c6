package io.datacook.connectors.parquet;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/// One place in a file's tree of columns, as reading needs it.
///
/// @param field its Arrow form
/// @param kind what it is
/// @param definition levels from here on mean that the value is not null
/// @param element for lists and maps: levels from here on mean that there is an element; else 0
/// @param repetition how many lists are above it
/// @param leaf which leaf column, or -1
/// @param children of a struct; the element of a list; key and value of a map
record Node(Field field, Kind kind, int definition, int element, int repetition, int leaf, List<Node> children) {
    /// What a node is.
    enum Kind {
        /// One value.
        LEAF,
        /// Named fields.
        STRUCT,
        /// Values of one type, of any number.
        LIST,
        /// Keys and values.
        MAP
    }

    Node {
        children = List.copyOf(children);
    }

    /// The first leaf column below, whose levels tell of this node.
    int firstLeaf() {
        return leaf >= 0 ? leaf : children.getFirst().firstLeaf();
    }

    /// The same node as another Arrow field.
    Node as(Field other, List<Node> otherChildren) {
        return new Node(other, kind, definition, element, repetition, leaf, otherChildren);
    }
}
