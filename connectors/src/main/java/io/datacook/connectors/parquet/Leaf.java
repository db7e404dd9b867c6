package io.datacook.connectors.parquet;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/// One leaf column of a file: where it lies in the tree, and how deep.
///
/// @param column which column of the table it belongs to
/// @param children which child to take at each nested vector on the way down; lists have only child 0
/// @param path Parquet's names from the root
/// @param field the leaf's Arrow field
/// @param type of its values
/// @param definitionMax the definition level of a value that is there
/// @param repetitionMax how many lists are on the way
record Leaf(
        int column,
        List<Integer> children,
        List<String> path,
        Field field,
        LeafType type,
        int definitionMax,
        int repetitionMax) {
    Leaf {
        children = List.copyOf(children);
        path = List.copyOf(path);
    }

    /// Whether the column lies directly in the table.
    boolean isFlat() {
        return children.isEmpty();
    }

    /// `address.city`, for messages.
    String dotted() {
        return String.join(".", path);
    }
}
