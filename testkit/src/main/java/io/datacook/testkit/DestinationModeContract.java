package io.datacook.testkit;

import static io.datacook.testkit.DestinationHand.codeOf;
import static io.datacook.testkit.DestinationHand.epoch;
import static io.datacook.testkit.DestinationHand.lines;
import static io.datacook.testkit.DestinationHand.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.Batch;
import io.datacook.api.DestinationFeature;
import io.datacook.api.EpochWriter;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import io.datacook.api.Manifest;
import io.datacook.api.Origin;
import io.datacook.api.Position;
import io.datacook.api.SchemaChange;
import io.datacook.api.WriteMode;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What becomes of rows that are there, of types and of columns. See [DestinationContract].
public interface DestinationModeContract extends DestinationSubject {
    private List<String> rows(String target) {
        return lines(visible(target), "id", "name");
    }

    /// Whether the mode is declared; if not, proves that it is refused.
    private boolean can(DestinationFeature feature, WriteMode mode) {
        if (features().contains(feature)) {
            return true;
        }
        String target = DestinationHand.newTarget();
        try (DestinationHand hand = new DestinationHand(this, target)) {
            assertThat(codeOf(() -> hand.open(mode, "w1", 1))).isEqualTo(ErrorCode.RECIPE_UNSUPPORTED);
            assertThat(rows(target)).isEmpty();
        }
        return false;
    }

    @Test
    default void appendAddsToWhatIsThere() {
        if (!can(DestinationFeature.APPEND, new WriteMode.Append())) {
            return;
        }
        String target = DestinationHand.newTarget();
        try (DestinationHand hand = new DestinationHand(this, target)) {
            hand.window(new WriteMode.Append(), "w1", 1, row(1, "a"));
            hand.window(new WriteMode.Append(), "w2", 10, row(1, "a"), row(2, "b"));
            hand.open(new WriteMode.Append(), "w3", 20).finish(List.of());
        }
        assertThat(rows(target)).containsExactly("id=1 name=a", "id=1 name=a", "id=2 name=b");
    }

    @Test
    default void replaceExchangesAllRowsAtOnceWhenTheWindowEnds() {
        WriteMode mode = new WriteMode.Replace();
        if (!can(DestinationFeature.REPLACE, mode)) {
            return;
        }
        String target = DestinationHand.newTarget();
        try (DestinationHand hand = new DestinationHand(this, target)) {
            // Given
            hand.window(mode, "w1", 1, row(1, "a"), row(2, "b"));
            // When
            Load load = hand.open(mode, "w2", 10);
            load.claim("s0", 11);
            load.claim("s1", 12);
            List<Manifest> manifests = new ArrayList<>();
            manifests.add(hand.prepare(load, epoch("w2", "s0", 1, 11), row(3, "c")));
            manifests.add(hand.prepare(load, epoch("w2", "s0", 2, 11), row(4, "d")));
            manifests.add(hand.prepare(load, epoch("w2", "s1", 1, 12), row(5, "e")));
            manifests.removeIf(manifest -> manifest.files().isEmpty());
            // Then
            assertThat(rows(target)).containsExactly("id=1 name=a", "id=2 name=b");
            load.finish(manifests);
            assertThat(rows(target)).containsExactly("id=3 name=c", "id=4 name=d", "id=5 name=e");
            load.finish(manifests);
            hand.open(mode, "w2", 20).finish(manifests);
            assertThat(rows(target)).containsExactly("id=3 name=c", "id=4 name=d", "id=5 name=e");
        }
    }

    @Test
    default void replaceWithNothingLeavesNothing() {
        WriteMode mode = new WriteMode.Replace();
        if (!can(DestinationFeature.REPLACE, mode)) {
            return;
        }
        String target = DestinationHand.newTarget();
        try (DestinationHand hand = new DestinationHand(this, target)) {
            hand.window(mode, "w1", 1, row(1, "a"));
            hand.open(mode, "w2", 10).finish(List.of());
        }
        assertThat(rows(target)).isEmpty();
    }

    @Test
    default void replaceForgetsAWindowThatNeverEnded() {
        WriteMode mode = new WriteMode.Replace();
        if (!can(DestinationFeature.REPLACE, mode)) {
            return;
        }
        String target = DestinationHand.newTarget();
        try (DestinationHand dead = new DestinationHand(this, target)) {
            dead.window(mode, "w1", 1, row(1, "a"));
            Load load = dead.open(mode, "w2", 10);
            load.claim("s0", 11);
            dead.prepare(load, epoch("w2", "s0", 1, 11), row(2, "dropped"));
        }
        try (DestinationHand next = new DestinationHand(this, target)) {
            next.window(mode, "w3", 20, row(3, "c"));
        }
        assertThat(rows(target)).containsExactly("id=3 name=c");
    }

    @Test
    default void mergeUpdatesByKeyAndTheLastRowOfAKeyWins() {
        WriteMode mode = new WriteMode.Merge(List.of("id"), null);
        if (!can(DestinationFeature.MERGE, mode)) {
            return;
        }
        String target = DestinationHand.newTarget();
        try (DestinationHand hand = new DestinationHand(this, target)) {
            hand.window(mode, "w1", 1, row(1, "a"), row(2, "b"), row(1, "a2"));
            Load load = hand.open(mode, "w2", 10);
            load.claim("s0", 11);
            hand.prepare(load, epoch("w2", "s0", 1, 11), row(2, "b2"), row(3, "c"), row(3, "c2"));
            hand.prepare(load, epoch("w2", "s0", 2, 11), row(3, "c3"));
            load.finish(List.of());
        }
        assertThat(rows(target)).containsExactly("id=1 name=a2", "id=2 name=b2", "id=3 name=c3");
    }

    @Test
    default void mergeRefusesANullKey() {
        WriteMode mode = new WriteMode.Merge(List.of("name"), null);
        if (!can(DestinationFeature.MERGE, mode)) {
            return;
        }
        String target = DestinationHand.newTarget();
        try (DestinationHand hand = new DestinationHand(this, target)) {
            Load load = hand.open(mode, "w1", 1);
            load.claim("s0", 2);
            assertThat(codeOf(() -> hand.prepare(load, epoch("w1", "s0", 1, 2), row(1, null))))
                    .isEqualTo(ErrorCode.DATA_INVALID);
        }
        assertThat(rows(target)).isEmpty();
    }

    @Test
    default void mergeRemovesRowsMarkedAsDeleted() {
        WriteMode mode = new WriteMode.Merge(List.of("id"), "gone");
        if (!can(DestinationFeature.MERGE, mode)) {
            return;
        }
        Schema schema = Tables.schema(Tables.field("id", Tables.INT64), Tables.field("gone", ArrowType.Bool.INSTANCE));
        String target = DestinationHand.newTarget();
        try (DestinationHand hand = new DestinationHand(this, target)) {
            Load load = hand.load(hand.request(mode, "w1", 1, schema));
            load.open();
            load.claim("s0", 2);
            write(hand, load, schema, 1, 2, new @Nullable Object[] {1L, false}, new @Nullable Object[] {2L, null});
            write(hand, load, schema, 2, 2, new @Nullable Object[] {1L, true}, new @Nullable Object[] {9L, true});
            load.finish(List.of());
        }
        assertThat(lines(visible(target), "id")).containsExactly("id=2");
    }

    @Test
    default void scd2KeepsEveryVersionOfARow() {
        WriteMode mode = new WriteMode.Scd2(List.of("id"));
        if (!can(DestinationFeature.SCD2, mode)) {
            return;
        }
        String target = DestinationHand.newTarget();
        try (DestinationHand hand = new DestinationHand(this, target)) {
            hand.window(mode, "w1", 1, row(1, "a"), row(2, "b"));
        }
        try (DestinationHand later = new DestinationHand(this, target)) {
            later.window(mode, "w2", 10, row(1, "a2"), row(2, "b"), row(3, "c"));
        }
        assertThat(rows(target)).containsExactly("id=1 name=a", "id=1 name=a2", "id=2 name=b", "id=3 name=c");
        assertThat(visible(target).stream()
                        .filter(version -> version.get("_datacook_valid_to") == null)
                        .map(version -> version.get("name")))
                .containsExactlyInAnyOrder("a2", "b", "c");
        assertThat(visible(target)).allMatch(version -> version.get("_datacook_valid_from") != null);
    }

    @Test
    default void keepsEveryTypeItDeclares() {
        assertThat(types()).isNotEmpty();
        for (TypeCase type : types()) {
            String target = DestinationHand.newTarget();
            Schema schema = new Schema(List.of(Tables.field("id", Tables.INT64), type.field()));
            try (DestinationHand hand = new DestinationHand(this, target)) {
                Load load = hand.load(hand.request(new WriteMode.Append(), "w1", 1, schema));
                load.open();
                load.claim("s0", 2);
                VectorSchemaRoot root = VectorSchemaRoot.create(schema, hand.allocator());
                root.allocateNew();
                ((BigIntVector) root.getVector("id")).setSafe(0, 1);
                ((BigIntVector) root.getVector("id")).setSafe(1, 2);
                type.set().accept(root.getVector(type.field().getName()));
                root.setRowCount(2);
                try (Batch batch =
                                new Batch(root, Position.of("row", 2), Origin.consecutive("t", "row", 1), List.of());
                        EpochWriter writer = load.begin(epoch("w1", "s0", 1, 2))) {
                    writer.write(batch);
                    load.publish(DestinationHand.end(writer, "{}"));
                }
                load.finish(List.of());
            }
            assertThat(lines(visible(target), "id", type.field().getName()))
                    .as("%s", type)
                    .containsExactly(
                            "id=1 " + type.field().getName() + "=" + type.visible(),
                            "id=2 " + type.field().getName() + "=null");
        }
    }

    @Test
    default void takesNewColumnsAndWiderTypes() {
        ArrowType int32 = new ArrowType.Int(32, true);
        Field count = new Field("id", FieldType.nullable(int32), null);
        Schema narrow = Tables.schema(count);
        Schema wide = DestinationHand.SCHEMA;
        String target = DestinationHand.newTarget();
        try (DestinationHand hand = new DestinationHand(this, target)) {
            Load load = hand.load(hand.request(new WriteMode.Append(), "w1", 1, narrow));
            load.open();
            load.claim("s0", 2);
            load.publish(write(hand, load, narrow, 1, 2, new @Nullable Object[] {1}));
            load.finish(List.of());
        }
        List<SchemaChange> changes = List.of(
                new SchemaChange.Widen(count, wide.findField("id")),
                new SchemaChange.AddColumn(wide.findField("name")));
        try (DestinationHand hand = new DestinationHand(this, target)) {
            LoadRequest request =
                    new LoadRequest("contract", "orders", "w2", wide, new WriteMode.Append(), changes, -1, 10);
            if (!features().contains(DestinationFeature.EVOLVE)) {
                assertThat(codeOf(() -> hand.load(request).open()))
                        .isIn(ErrorCode.RECIPE_UNSUPPORTED, ErrorCode.SCHEMA_MISMATCH);
                return;
            }
            Load load = hand.load(request);
            load.open();
            load.open();
            load.claim("s0", 11);
            load.publish(hand.prepare(load, DestinationHand.epoch("w2", "s0", 1, 11), row(1L << 40, "b")));
            load.finish(List.of());
        }
        assertThat(rows(target)).containsExactlyInAnyOrder("id=1 name=null", "id=1099511627776 name=b");
    }

    private Manifest write(
            DestinationHand hand, Load load, Schema schema, long epoch, long fence, @Nullable Object[]... rows) {
        try (Batch batch = Tables.batch(hand.allocator(), schema, 1, List.of(rows));
                EpochWriter writer = load.begin(epoch(windowOf(fence), "s0", epoch, fence))) {
            writer.write(batch);
            return DestinationHand.end(writer, "{}");
        }
    }

    private static String windowOf(long fence) {
        return fence < 10 ? "w1" : "w2";
    }
}
