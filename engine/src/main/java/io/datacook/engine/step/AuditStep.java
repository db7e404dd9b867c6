package io.datacook.engine.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.auto.service.AutoService;
import io.datacook.api.Batch;
import io.datacook.api.Option;
import io.datacook.api.Step;
import io.datacook.api.StepContext;
import io.datacook.api.StepType;
import io.datacook.api.TypeNames;
import io.datacook.engine.rows.BatchStep;
import io.datacook.engine.rows.NewColumns;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/// `audit`: adds columns that tell when, by which run and from where each row was loaded.
@SuppressWarnings("rawtypes") // the service is StepType of any options
@AutoService(StepType.class)
public final class AuditStep implements StepType<AuditStep.Options> {
    /// A column that the step can add.
    public enum Audited {
        /// `_datacook_loaded_at`: when the run started, `timestamp[us, UTC]`.
        LOADED_AT("timestamptz"),
        /// `_datacook_run_id`: the run's id, `string`.
        RUN_ID("string"),
        /// `_datacook_source`: the file, table or topic the row came from, `string`.
        SOURCE("string"),
        /// `_datacook_row`: the row's number in it, as the source counts, `int64`.
        ROW("int64");

        private final String type;

        Audited(String type) {
            this.type = type;
        }

        private Field field() {
            return TypeNames.parse("_datacook_" + name().toLowerCase(java.util.Locale.ROOT), type);
        }
    }

    /// The step's keys.
    public record Options(
            @Option(
                    value = "Which columns to add, each with `_datacook_` before its name: `loaded_at`, "
                            + "`run_id`, `source`, `row`. All four if left out.",
                    examples = "[loaded_at, run_id]")
            List<Audited> columns) {}

    @Override
    public String type() {
        return "audit";
    }

    @Override
    public String summary() {
        return "Adds columns that tell when, by which run and from where each row was loaded.";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Step open(Options options, Schema input, StepContext context) {
        List<Audited> added =
                options.columns().isEmpty() ? Arrays.asList(Audited.values()) : List.copyOf(options.columns());
        List<Field> fields = new ArrayList<>(input.getFields());
        added.forEach(column -> fields.add(column.field()));
        Schema output = StepColumns.distinct(fields);
        return new BatchStep(output, context.allocator(), (batch, columns) -> {
            for (int i = 0; i < batch.rows().getFieldVectors().size(); i++) {
                columns.move(batch.rows(), i);
            }
            added.forEach(column -> fill(column, batch, columns, context));
            return columns.batch(batch);
        });
    }

    private static void fill(Audited column, Batch batch, NewColumns columns, StepContext context) {
        int rows = batch.rowCount();
        FieldVector made = columns.make(column.field(), rows);
        switch (column) {
            case LOADED_AT -> {
                long micros = ChronoUnit.MICROS.between(java.time.Instant.EPOCH, context.startedAt());
                for (int row = 0; row < rows; row++) {
                    ((TimeStampMicroTZVector) made).setSafe(row, micros);
                }
            }
            case RUN_ID -> repeat((VarCharVector) made, context.runId(), rows);
            case SOURCE -> repeat((VarCharVector) made, batch.origin().resource(), rows);
            case ROW -> {
                for (int row = 0; row < rows; row++) {
                    ((BigIntVector) made).setSafe(row, batch.origin().number(row));
                }
            }
        }
    }

    private static void repeat(VarCharVector column, String value, int rows) {
        byte[] bytes = value.getBytes(UTF_8);
        for (int row = 0; row < rows; row++) {
            column.setSafe(row, bytes);
        }
    }
}
