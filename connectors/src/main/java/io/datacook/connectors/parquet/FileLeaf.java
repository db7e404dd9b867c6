package io.datacook.connectors.parquet;

import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

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

    /// Whether values are whole numbers of 32 bits without a sign.
    boolean isUnsigned32() {
        LogicalType logical = element.getLogicalType();
        if (element.getType() != Type.INT32) {
            return false;
        }
        return element.getConverted_type() == ConvertedType.UINT_32
                || (logical != null
                        && logical.isSetINTEGER()
                        && logical.getINTEGER().getBitWidth() == 32
                        && !logical.getINTEGER().isIsSigned());
    }
}
