package io.datacook.engine.plan;

import io.datacook.api.CursorRange;
import io.datacook.api.CursorValues;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Position;
import io.datacook.api.ReadRequest;
import io.datacook.api.Source;
import io.datacook.api.SourceFeature;
import io.datacook.api.Split;
import io.datacook.api.StreamInfo;
import io.datacook.api.TypeNames;
import io.datacook.engine.recipe.Incremental;
import io.datacook.engine.recipe.StreamRecipe;
import io.datacook.engine.stage.Feed;
import io.datacook.engine.stage.SplitRows;
import io.datacook.engine.stage.Validation;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// One stream as its source gives it: no asset, no steps.
final class SourceFeed implements Feed {
    private final EngineContext context;
    private final StreamRecipe stream;
    private final Source source;
    private @Nullable StreamInfo info;

    /// @param source owned by the feed from now on
    SourceFeed(EngineContext context, StreamRecipe stream, Source source) {
        this.context = context;
        this.stream = stream;
        this.source = source;
    }

    @Override
    public Info describe() {
        StreamInfo known = info();
        checkCursor(known.schema());
        return new Info(known, known.schema(), features(), false);
    }

    private synchronized StreamInfo info() {
        StreamInfo known = info;
        if (known == null) {
            known = source.describe();
            info = known;
        }
        return known;
    }

    private Set<SourceFeature> features() {
        return context.catalog().source(stream.source().type()).features();
    }

    @Override
    public @Nullable String cursorMax(String column) {
        return source.cursorMax(column);
    }

    @Override
    public List<Split> splits(@Nullable CursorRange range) {
        return source.splits(request(range));
    }

    @Override
    public SplitRows read(Split split, Position from, @Nullable CursorRange range) {
        ReadRequest request = request(range);
        CursorRange unpushed = request.range() == null ? range : null;
        return SourceRows.open(source, request, split, from, unpushed, stream.name(), context.allocator());
    }

    /// What is asked of the source, for splits and for reading alike.
    private ReadRequest request(@Nullable CursorRange range) {
        return new ReadRequest(
                info().schema(),
                features().contains(SourceFeature.CURSOR_PUSHDOWN) ? range : null,
                context.recipe().runtime().batchSizeRows(),
                context.budget().batchBytesMax(),
                Planner.isRejecting(stream) ? ReadRequest.BadRows.REJECT : ReadRequest.BadRows.FAIL);
    }

    @Override
    public List<Validation.Finding> finish() {
        return List.of();
    }

    @Override
    public void close() {
        source.close();
    }

    private void checkCursor(Schema read) {
        if (!(stream.incremental() instanceof Incremental.Cursor cursor)) {
            return;
        }
        Field column = null;
        for (Field field : read.getFields()) {
            if (field.getName().equals(cursor.column())) {
                column = field;
            }
        }
        if (column == null) {
            throw new DatacookException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "the cursor column '%s' is not among the source's columns: %s"
                            .formatted(cursor.column(), names(read)));
        }
        if (!CursorValues.supports(column.getType())) {
            throw new DatacookException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "the cursor column '%s' is of type %s; a cursor is a number, date, timestamp or string"
                            .formatted(cursor.column(), TypeNames.name(column)));
        }
    }

    private static String names(Schema schema) {
        return schema.getFields().stream().map(Field::getName).collect(Collectors.joining(", "));
    }
}
