package io.datacook.connectors.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datacook.api.ByteSize;
import io.datacook.api.DatacookException;
import io.datacook.api.RowText;
import io.datacook.api.TypeNames;
import io.datacook.connectors.files.FileCompression;
import io.datacook.connectors.files.SourceFile;
import io.datacook.testkit.DestinationSubject.TypeCase;
import io.datacook.testkit.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CsvRoundTripTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    static List<TypeCase> types() {
        return CsvTypeCases.all();
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyTypeComesBackAsItWas(TypeCase type) throws IOException {
        // Given a column of the type beside another one, a null after the value
        Field other = Tables.field("other", Tables.INT64);
        try (RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot rows = VectorSchemaRoot.create(new Schema(List.of(type.field(), other)), allocator)) {
            rows.allocateNew();
            type.set().accept(rows.getVector("value"));
            rows.getVector("value").setNull(1);
            rows.setRowCount(2);

            // When
            CsvFiles.write(folder.resolve("one.csv"), CsvDestinationOptions.of("one.csv"), rows, allocator);

            // Then
            assertThat(Files.readString(folder.resolve("one.csv"))).startsWith("value,other\n");
            Map<String, String> columns = Map.of("value", TypeNames.name(type.field()), "other", "int64");
            assertThat(CsvFiles.rows(folder, CsvFiles.options("one.csv", Map.of("columns", columns, "header", true))))
                    .containsExactly(RowText.row(rows, 0), RowText.row(rows, 1));
        }
    }

    private static List<String> hardTexts() {
        List<String> texts = new ArrayList<>(List.of(
                "",
                " ",
                "NULL",
                "\\N",
                "-",
                "\"",
                "\"\"",
                ",",
                ";",
                "\t",
                "|",
                "\n",
                "\r\n",
                "\r",
                "a\"b,c\nd",
                "ü€😀",
                "x".repeat(7),
                "x".repeat(8),
                "x".repeat(9),
                "\u0000",
                "'",
                "\"x".repeat(200_000),
                "y".repeat(300_000)));
        Random random = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                text.append(",;\t|\"'\n\r abNULL\\é".charAt(random.nextInt(17)));
            }
            texts.add(text.toString());
        }
        return texts;
    }

    @ParameterizedTest
    @CsvSource({"',',,GIVEN,none", "';',NULL,SORTED,gzip", "tab,\\N,GIVEN,zstd", "'|',-,SORTED,none"})
    void textsComeBackWithEveryDialect(String delimiter, String nullText, String order, String compression)
            throws IOException {
        // Given texts that try every special character
        List<String> texts = hardTexts();
        FileCompression compressed = FileCompression.valueOf(compression.toUpperCase(java.util.Locale.ROOT));
        CsvDestinationOptions options = new CsvDestinationOptions(
                "texts.csv",
                delimiter,
                "\"",
                true,
                nullText,
                compressed,
                CsvDestinationOptions.Order.valueOf(order),
                new ByteSize(1 << 20));
        Schema schema = Tables.schema(Tables.field("text", Tables.STRING), Tables.field("id", Tables.INT64));
        try (RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot rows = VectorSchemaRoot.create(schema, allocator)) {
            rows.allocateNew();
            VarCharVector column = (VarCharVector) rows.getVector("text");
            for (int i = 0; i < texts.size(); i++) {
                if (i % 10 == 9) {
                    column.setNull(i);
                } else {
                    column.setSafe(i, texts.get(i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
                }
                ((org.apache.arrow.vector.BigIntVector) rows.getVector("id")).setSafe(i, i);
            }
            rows.setRowCount(texts.size());

            // When
            CsvFiles.write(folder.resolve("texts.csv"), options, rows, allocator);

            // Then
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                FieldVector vector = rows.getVector("text");
                String text = vector.isNull(i) ? "null" : RowText.cell(vector, i);
                expected.add(
                        order.equals("SORTED")
                                ? "{\"id\":" + i + ",\"text\":" + text + "}"
                                : "{\"text\":" + text + ",\"id\":" + i + "}");
            }
            Map<String, Object> read = new java.util.HashMap<>(Map.of(
                    "delimiter",
                    delimiter,
                    "escape",
                    "\"",
                    "columns",
                    Map.of("text", "string"),
                    "compression",
                    compressed));
            if (nullText != null) {
                read.put("nullValues", List.of(nullText));
            }
            assertThat(CsvFiles.rows(folder, CsvFiles.options("texts.csv", read)))
                    .containsExactlyElementsOf(expected);
        }
    }

    @Test
    void nestedColumnsAreRefusedByName() {
        Schema nested = new Schema(List.of(TypeNames.parse("tags", "list<string>")));

        assertThatThrownBy(() -> CsvFormat.of(CsvDestinationOptions.of("out")).stored(nested))
                .isInstanceOf(DatacookException.class)
                .hasMessageContaining("tags")
                .hasMessageContaining("list<string>");
    }

    @Test
    void partsAreJoinedUnderOneHeader() throws IOException {
        // Given two parts, the second one without a line end behind its last row
        Files.writeString(folder.resolve("one"), "id,name\n1,a\n2,b\n");
        Files.writeString(folder.resolve("two"), "id,name\n3,c");
        Files.writeString(folder.resolve("other"), "id,title\n4,d\n");
        Schema schema = Tables.schema(Tables.field("id", Tables.INT64), Tables.field("name", Tables.STRING));
        CsvFormat format = CsvFormat.of(CsvDestinationOptions.of("all.csv"));
        Path joined = folder.resolve("joined");

        // When
        try (RootAllocator allocator = new RootAllocator();
                io.datacook.connectors.files.StagedOutput out =
                        io.datacook.connectors.files.StagedOutput.create(joined)) {
            format.join(List.of(file("one"), file("two")), out, schema, allocator);
        }

        // Then
        assertThat(Files.readString(joined)).isEqualTo("id,name\n1,a\n2,b\n3,c\n");
        try (RootAllocator allocator = new RootAllocator();
                io.datacook.connectors.files.StagedOutput out =
                        io.datacook.connectors.files.StagedOutput.create(joined)) {
            assertThatThrownBy(() -> format.join(List.of(file("other")), out, schema, allocator))
                    .isInstanceOf(DatacookException.class)
                    .hasMessageContaining("other")
                    .hasMessageContaining("id,name");
        }
    }

    @Test
    void joinsFilesWithoutHeaders() throws IOException {
        Files.writeString(folder.resolve("one"), "1,a\n2,b\n");
        Files.writeString(folder.resolve("two"), "3,c");
        Schema schema = Tables.schema(Tables.field("id", Tables.INT64), Tables.field("name", Tables.STRING));
        CsvDestinationOptions plain = CsvDestinationOptions.of("all.csv");
        CsvFormat format = CsvFormat.of(new CsvDestinationOptions(
                plain.path(),
                plain.delimiter(),
                plain.quote(),
                false,
                plain.nullText(),
                plain.compression(),
                plain.columnOrder(),
                plain.fileSize()));
        Path joined = folder.resolve("joined");

        try (RootAllocator allocator = new RootAllocator();
                io.datacook.connectors.files.StagedOutput out =
                        io.datacook.connectors.files.StagedOutput.create(joined)) {
            assertThat(format.join(List.of(file("one"), file("two")), out, schema, allocator))
                    .as("bytes of the first file")
                    .isEqualTo(8);
        }

        assertThat(Files.readString(joined)).isEqualTo("1,a\n2,b\n3,c\n");
    }

    @Test
    void aNullAloneInItsRowNeedsAText() throws IOException {
        Schema schema = new Schema(List.of(Tables.field("name", Tables.STRING)));
        CsvDestinationOptions plain = CsvDestinationOptions.of("one.csv");
        CsvDestinationOptions spelled = new CsvDestinationOptions(
                plain.path(),
                plain.delimiter(),
                plain.quote(),
                plain.header(),
                "NULL",
                plain.compression(),
                plain.columnOrder(),
                plain.fileSize());
        Path file = folder.resolve("one.csv");
        try (RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot rows = VectorSchemaRoot.create(schema, allocator)) {
            rows.allocateNew();
            rows.getVector("name").setNull(0);
            rows.setRowCount(1);

            assertThatThrownBy(() -> CsvFiles.write(file, plain, rows, allocator))
                    .isInstanceOf(DatacookException.class)
                    .hasMessageContaining("column 'name'")
                    .hasMessageContaining("null_text");

            CsvFiles.write(folder.resolve("two.csv"), spelled, rows, allocator);
            assertThat(Files.readString(folder.resolve("two.csv"))).isEqualTo("name\nNULL\n");
        }
    }

    private SourceFile file(String name) {
        return SourceFile.of(folder.resolve(name), name);
    }
}
