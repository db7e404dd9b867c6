package io.datacook.connectors.parquet;

import static java.util.Objects.requireNonNull;

import io.datacook.api.ConnectorContext;
import io.datacook.api.CursorValues;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.Source;
import io.datacook.api.Split;
import io.datacook.api.SplitReader;
import io.datacook.api.StreamInfo;
import io.datacook.connectors.files.RangeInput;
import io.datacook.connectors.files.storage.FoundFiles;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;

/// Parquet files as one stream: columns by name over all files, row groups divided among the lanes.
///
/// Holds no file open between calls; each reader opens its own.
final class ParquetSource implements Source {
    private static final List<String> EXTENSIONS = List.of("parquet", "parq", "pq");
    private static final int SCAN_ROWS = 8192;

    private final ParquetSourceOptions options;
    private final ConnectorContext context;
    private final FoundFiles files;
    private final Footers footers;
    private @Nullable StreamInfo described;

    private ParquetSource(ParquetSourceOptions options, ConnectorContext context, FoundFiles files) {
        this.options = options;
        this.context = context;
        this.files = files;
        this.footers = new Footers(files);
    }

    /// Finds the files; reads none.
    static ParquetSource open(ParquetSourceOptions options, ConnectorContext context) {
        FoundFiles files = FoundFiles.of(options.path(), options.store(), context, EXTENSIONS);
        return new ParquetSource(options, context, files);
    }

    @Override
    public List<StreamInfo> discover() {
        return List.of(describe());
    }

    @Override
    public StreamInfo describe() {
        if (described == null) {
            Schema schema = ReadAs.union(footers);
            long rows = 0;
            for (OpenFile file : footers) {
                rows += file.rows();
            }
            described = files.describe("parquet", schema, rows);
        }
        return described;
    }

    @Override
    public List<Split> splits(ReadRequest request) {
        long bytes = 0;
        for (OpenFile file : footers) {
            for (RowGroup group : file.groups()) {
                bytes += SplitPlan.bytes(group);
            }
        }
        SplitPlan plan = new SplitPlan(bytes, context.lanesMax());
        footers.forEach(plan::add);
        return plan.splits();
    }

    @Override
    public SplitReader read(ReadRequest request, Split split, Position from) {
        for (Field field : request.schema().getFields()) {
            requireColumn(field.getName());
        }
        CursorRule rule = null;
        if (request.range() != null) {
            rule = CursorRule.of(request.range(), requireColumn(request.range().column()));
        }
        return new ParquetSplitReader(footers, request, rule, Part.of(split), from, context.allocator());
    }

    @Override
    public @Nullable String cursorMax(String column) {
        Field field = requireColumn(column);
        if (!CursorValues.supports(field.getType())) {
            return null;
        }
        String max = null;
        for (OpenFile file : footers) {
            if (file.column(column) != null) {
                max = CursorValues.max(field.getType(), max, maxOf(file, field));
            }
        }
        return max;
    }

    @Override
    public void close() {
        files.close();
    }

    private @Nullable String maxOf(OpenFile file, Field field) {
        Node node = requireNonNull(file.column(field.getName()));
        String max = null;
        for (int group = 0; group < file.groups().size(); group++) {
            ColumnMetaData meta =
                    requireNonNull(requireNonNull(file.groups().get(group).getColumns())
                            .get(node.leaf())
                            .getMeta_data());
            String of =
                    fromStatistics(meta.getStatistics(), file.schema().leaves().get(node.leaf()), field);
            max = CursorValues.max(field.getType(), max, of == null ? scan(file, group, field) : of);
        }
        return max;
    }

    /// The greatest value a footer knows exactly, as a text.
    private @Nullable String fromStatistics(@Nullable Statistics statistics, FileLeaf leaf, Field field) {
        Long greatest = CursorNumbers.supports(field.getType()) ? CursorNumbers.greatest(statistics, leaf) : null;
        if (greatest == null) {
            return null;
        }
        LeafRows one = new LeafRows(requireNonNull(leaf.element().getType()), 0);
        one.values.reserve(1);
        one.values.numbers[one.values.count++] = greatest;
        one.entries = 1;
        try (FieldVector vector = field.createVector(context.allocator())) {
            new VectorFill().fill(vector, one, leaf, 0);
            return CursorValues.text(vector, 0);
        }
    }

    private @Nullable String scan(OpenFile file, int group, Field field) {
        String max = null;
        ArrowType type = field.getType();
        try (RangeInput input = file.source().open()) {
            GroupReader reader = new GroupReader(file, group, new Schema(List.of(field)), input, context.allocator());
            while (reader.rowsLeft() > 0) {
                int rows = (int) Math.min(SCAN_ROWS, reader.rowsLeft());
                try (VectorSchemaRoot root = reader.read(rows)) {
                    for (int row = 0; row < rows; row++) {
                        max = CursorValues.max(type, max, CursorValues.text(root.getVector(0), row));
                    }
                }
            }
        }
        return max;
    }

    private Field requireColumn(String name) {
        List<Field> fields = describe().schema().getFields();
        for (Field field : fields) {
            if (field.getName().equals(name)) {
                return field;
            }
        }
        throw new DatacookException(
                ErrorCode.SCHEMA_MISMATCH,
                "%s has no column '%s'. %s"
                        .formatted(
                                options.path(),
                                name,
                                io.datacook.api.Closest.describe(
                                        name,
                                        fields.stream().map(Field::getName).toList())));
    }
}
