package io.datacook.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of a connection.
///
/// @param observedGeneration the generation of the spec this was made for
/// @param conditions Ready
/// @param recipes how many recipes name it
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConnectionStatus(
        @Field("The generation of the spec that this status was made for.") @Nullable
        Long observedGeneration,

        @Field(value = "Ready.", listKey = "type", max = 16) List<Condition> conditions,

        @Field("How many recipes name it.") @Nullable Integer recipes) {
    public ConnectionStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
