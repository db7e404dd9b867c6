package io.datacook.connectors.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.Batch;
import io.datacook.api.ConnectorContext;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.RowText;
import io.datacook.api.Split;
import io.datacook.api.SplitReader;
import io.datacook.api.TypeNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReadTest {
    @TempDir
    Path folder;

    @Test
    void readsTypedRowsOutOfAFile() throws IOException {
        // Given
        Files.writeString(folder.resolve("orders.csv"), """
                id,name,price,weight,paid,day,at,seen
                1,"Ada, Countess",12.50,0.5,true,2026-11-21,2026-11-21 10:15:30.25,2026-11-21T10:15:30Z
                -22,"say ""hi""\nto all",3.00,12.25,false,1969-12-31,1969-12-31 23:59:59,2026-11-21T10:15:30+01:00
                ,,,,,,,
                9223372036854775807,"",-0.01,1,TRUE,2000-02-29,2000-02-29T00:00:00.000001,1999-12-31 23:00:00-0130
                """);

        // When
        List<String> rows = read(CsvSourceOptions.of("orders.csv"), 100);

        // Then
        assertThat(rows)
                .containsExactly(
                        "id int64, name string, price decimal(18,2), weight float64, paid bool, day date, "
                                + "at timestamp[us], seen timestamp[us, UTC]",
                        "{\"id\":1,\"name\":\"Ada, Countess\",\"price\":\"12.50\",\"weight\":0.5,\"paid\":true,"
                                + "\"day\":\"2026-11-21\",\"at\":\"2026-11-21T10:15:30.25\","
                                + "\"seen\":\"2026-11-21T10:15:30Z\"}",
                        "{\"id\":-22,\"name\":\"say \\\"hi\\\"\\nto all\",\"price\":\"3.00\",\"weight\":12.25,"
                                + "\"paid\":false,\"day\":\"1969-12-31\",\"at\":\"1969-12-31T23:59:59\","
                                + "\"seen\":\"2026-11-21T09:15:30Z\"}",
                        "{\"id\":null,\"name\":null,\"price\":null,\"weight\":null,\"paid\":null,\"day\":null,"
                                + "\"at\":null,\"seen\":null}",
                        "{\"id\":9223372036854775807,\"name\":\"\",\"price\":\"-0.01\",\"weight\":1.0,\"paid\":true,"
                                + "\"day\":\"2000-02-29\",\"at\":\"2000-02-29T00:00:00.000001\","
                                + "\"seen\":\"2000-01-01T00:30:00Z\"}");
    }

    private List<String> read(CsvSourceOptions options, int rowsMax) {
        List<String> rows = new ArrayList<>();
        try (RootAllocator allocator = new RootAllocator()) {
            ConnectorContext context =
                    new ConnectorContext(allocator, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), folder, folder, 1);
            try (CsvSource source = CsvSource.open(options, context)) {
                Schema schema = source.describe().schema();
                rows.add(schema.getFields().stream()
                        .map(field -> field.getName() + " " + TypeNames.name(field))
                        .reduce((left, right) -> left + ", " + right)
                        .orElseThrow());
                ReadRequest request = new ReadRequest(schema, null, rowsMax, 1 << 20, ReadRequest.BadRows.FAIL);
                for (Split split : source.splits(request)) {
                    try (SplitReader reader = source.read(request, split, Position.START)) {
                        for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                            for (int i = 0; i < batch.rowCount(); i++) {
                                rows.add(RowText.row(batch.rows(), i));
                            }
                            batch.close();
                        }
                    }
                }
            }
        }
        return rows;
    }
}
