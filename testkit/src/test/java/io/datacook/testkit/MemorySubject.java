package io.datacook.testkit;

import io.datacook.api.ConnectorContext;
import io.datacook.api.Destination;
import io.datacook.api.WriteMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/// Tables in memory as subjects of the destination contract.
abstract class MemorySubject implements DestinationContract {
    private final Map<String, MemoryTable> tables = new TreeMap<>();

    @Override
    public Destination open(ConnectorContext context, String target) {
        return new MemoryDestination(table(target), features());
    }

    @Override
    public boolean keepsStreamsApart() {
        return false;
    }

    @Override
    public List<WriteMode> receiptModes() {
        return List.of(new WriteMode.Append(), new WriteMode.Replace());
    }

    private synchronized MemoryTable table(String target) {
        return tables.computeIfAbsent(target, name -> new MemoryTable());
    }

    @Override
    public List<Map<String, @Nullable String>> visible(String target) {
        return texts(table(target).visible());
    }

    static List<Map<String, @Nullable String>> texts(List<Map<String, @Nullable Object>> visible) {
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        for (Map<String, @Nullable Object> row : visible) {
            Map<String, @Nullable String> texts = new LinkedHashMap<>();
            row.forEach((name, value) -> texts.put(name, value == null ? null : value.toString()));
            rows.add(texts);
        }
        return rows;
    }

    @Override
    public List<TypeCase> types() {
        return List.of(
                new TypeCase(Tables.field("value", Tables.INT64), vector -> ((BigIntVector) vector).setSafe(0, 7), "7"),
                new TypeCase(
                        Tables.field("value", Tables.STRING),
                        vector -> ((VarCharVector) vector).setSafe(0, new byte[] {'x'}),
                        "x"),
                new TypeCase(
                        Tables.field("value", ArrowType.Bool.INSTANCE),
                        vector -> ((BitVector) vector).setSafe(0, 1),
                        "true"));
    }
}
