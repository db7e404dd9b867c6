package io.datacook.connectors.parquet;

import java.util.List;
import org.apache.parquet.format.SchemaElement;

/// One leaf column of a file as its footer has it.
///
/// @param element type and meaning
/// @param path names from the root
/// @param definitionMax the definition level of a value that is there
/// @param repetitionMax how many lists are on the way
record FileLeaf(SchemaElement element, List<String> path, int definitionMax, int repetitionMax) {
    FileLeaf {
        path = List.copyOf(path);
    }
}
