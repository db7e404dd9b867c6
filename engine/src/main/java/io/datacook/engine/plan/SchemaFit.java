package io.datacook.engine.plan;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.SchemaChange;
import io.datacook.engine.recipe.StreamRecipe;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

record SchemaFit(Schema output, List<SchemaChange> changes) {
    static SchemaFit of(StreamRecipe stream, Schema incoming, Schema stored, @Nullable Schema existing) {
        if (existing == null) {
            return new SchemaFit(incoming, List.of(new SchemaChange.Create(incoming)));
        }
        if (!existing.equals(stored)) {
            throw new DatacookException(ErrorCode.SCHEMA_MISMATCH, stream.name());
        }
        return new SchemaFit(incoming, List.of());
    }
}
