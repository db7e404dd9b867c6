package io.datacook.testkit;

import io.datacook.api.ConnectorContext;
import io.datacook.api.Destination;
import io.datacook.api.DestinationFeature;
import io.datacook.api.EpochWriter;
import io.datacook.api.Load;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/// What a test class tells [DestinationContract] about the destination it proves.
public interface DestinationSubject {
    /// What the destination's role declares. Declared features are proven, absent ones are tested for their refusal.
    Set<DestinationFeature> features();

    /// Opens a target. The same name is the same target for the whole test method; a name never used before is a target
    /// that does not exist yet. Several may be open at once, as if by several processes.
    ///
    /// @param target of `[a-z0-9_]`
    Destination open(ConnectorContext context, String target);

    /// What any reader of the system sees in a target now, by other means than the connector: one map for each row,
    /// columns by name, in any order; empty if there is no such target.
    ///
    /// Values are texts: whole numbers as digits, strings as they are, `true` and `false`, other types as the cases
    /// of
    /// [#types] spell them; `null` for null. Columns that hold nothing for a row may be left out.
    List<Map<String, @Nullable String>> visible(String target);

    /// One case for each Arrow type the destination takes.
    List<TypeCase> types();

    /// A killed process leaves everything where it is, and its connections break. The default closes everything in
    /// order, which breaks connections but also cleans up; destinations of files override it to leave the files of
    /// an
    /// unfinished writer where they are (and only free its Arrow buffers), which is closer to the truth.
    ///
    /// @param writers open writers, the oldest first
    default void kill(List<EpochWriter> writers, List<Load> loads, Destination destination) {
        writers.forEach(EpochWriter::close);
        loads.forEach(Load::close);
        destination.close();
    }

    /// One type with one value.
    ///
    /// @param field a nullable column named `value`
    /// @param set sets row 0 of such a column's vector
    /// @param visible the value as [#visible] spells it
    record TypeCase(Field field, Consumer<FieldVector> set, String visible) {
        @Override
        public String toString() {
            return field.getType() + " " + visible;
        }
    }
}
