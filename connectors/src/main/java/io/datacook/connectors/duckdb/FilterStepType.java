package io.datacook.connectors.duckdb;

import com.google.auto.service.AutoService;
import io.datacook.api.Batch;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Option;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.StepType;
import io.datacook.api.TypeNames;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/// `filter`: keeps the rows a condition holds for.
@SuppressWarnings("rawtypes") // the service is StepType of any options
@AutoService(StepType.class)
public final class FilterStepType implements StepType<FilterStepType.Options> {
    private static final String KEY = "where";

    /// The step's keys.
    public record Options(
            @Option(
                    value = "A condition over the columns, in DuckDB's dialect; rows for which it is false or null are "
                            + "left out.",
                    examples = {"amount > 10", "country in ('DE', 'FR') and not deleted"})
            String where) {}

    @Override
    public String type() {
        return "filter";
    }

    @Override
    public String summary() {
        return "Keeps the rows a condition holds for.";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Step open(Options options, Schema input, StepContext context) {
        BufferAllocator allocator = context.allocator();
        RowExpressions condition = RowExpressions.open(Map.of(KEY, options.where()), input, allocator, KEY);
        Field given = condition.schema().getFields().getFirst();
        if (!(given.getType() instanceof ArrowType.Bool)) {
            condition.close();
            throw new DatacookException(
                    ErrorCode.RECIPE_UNSUPPORTED,
                    "where: '%s' gives %s, not true or false; compare it with something, such as %s > 0"
                            .formatted(options.where(), TypeNames.name(given), options.where()));
        }
        return new ExpressionStep(
                input, condition, context, type(), KEY, (batch, computed) -> keep(batch, computed, allocator));
    }

    private static Batch keep(Batch batch, VectorSchemaRoot computed, BufferAllocator allocator) {
        int[] kept;
        try (computed) {
            BitVector holds = (BitVector) computed.getVector(0);
            kept = IntStream.range(0, batch.rowCount())
                    .filter(row -> !holds.isNull(row) && holds.get(row) == 1)
                    .toArray();
        }
        return RowSelection.of(batch, kept, List.of(), allocator);
    }
}
