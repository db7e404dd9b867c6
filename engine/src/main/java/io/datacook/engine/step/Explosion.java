package io.datacook.engine.step;

import io.datacook.api.Batch;
import io.datacook.api.Step;
import io.datacook.engine.rows.Elements;
import io.datacook.engine.rows.NewColumns;
import io.datacook.engine.rows.RowBytes;
import io.datacook.engine.step.ExplodeStep.Empty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/// The step of [ExplodeStep]: one batch of parents becomes one or several batches of elements.
///
/// Only the last of them has the parents' position, so that an epoch never ends between two elements of a batch of
/// parents; only the first has their rejects. **Threading:** one thread at a time. Holds nothing between batches.
final class Explosion implements Step {
    private static final int NONE = -1;

    private final Schema output;
    private final int list;
    private final List<Column> columns;
    private final Empty empty;
    private final Limits limits;
    private final BufferAllocator allocator;

    /// A column that comes out.
    sealed interface Column {
        /// The column.
        Field field();

        /// A column of the parents.
        ///
        /// @param index its place among the columns that come in
        record Kept(Field field, int index) implements Column {}

        /// The elements.
        record Element(Field field) implements Column {}

        /// The places of the elements in their lists.
        record Place(Field field) implements Column {}
    }

    /// How large a batch may get; one row always fits.
    record Limits(int rowsMax, long bytesMax) {}

    /// Rows of the next batch.
    ///
    /// @param parents the parent of each row
    /// @param elements the element of each row, or [#NONE]
    /// @param places its place in the parent's list
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Part(int[] parents, int[] elements, int[] places) {}

    Explosion(Schema output, int list, List<Column> columns, Empty empty, Limits limits, BufferAllocator allocator) {
        this.output = output;
        this.list = list;
        this.columns = columns;
        this.empty = empty;
        this.limits = limits;
        this.allocator = allocator;
    }

    @Override
    public Schema output() {
        return output;
    }

    @Override
    public void accept(Batch batch, Consumer<Batch> out) {
        try (batch) {
            Elements elements = Elements.of(batch.rows().getVector(list));
            Walk walk = new Walk(batch, elements);
            boolean first = true;
            do {
                Part part = walk.next();
                Batch head = new Batch(
                        batch.rows(),
                        walk.ended() ? batch.position() : null,
                        batch.origin(),
                        first ? batch.rejects() : List.of());
                out.accept(make(head, elements, part));
                first = false;
            } while (!walk.ended());
        }
    }

    private Batch make(Batch parents, Elements elements, Part part) {
        int rows = part.parents().length;
        try (NewColumns made = new NewColumns(allocator)) {
            for (Column column : columns) {
                switch (column) {
                    case Column.Kept kept -> made.copy(parents.rows(), kept.index(), part.parents());
                    case Column.Element element ->
                        copy(elements.data(), part.elements(), made.make(element.field(), rows));
                    case Column.Place place -> number(part, (BigIntVector) made.make(place.field(), rows));
                }
            }
            return made.batch(parents, part.parents(), List.of());
        }
    }

    private static void copy(FieldVector from, int[] elements, FieldVector to) {
        for (int row = 0; row < elements.length; row++) {
            if (elements[row] != NONE) {
                to.copyFromSafe(elements[row], row, from);
            }
        }
    }

    private static void number(Part part, BigIntVector to) {
        for (int row = 0; row < part.places().length; row++) {
            if (part.elements()[row] != NONE) {
                to.setSafe(row, part.places()[row]);
            }
        }
    }

    @Override
    public void close() {}

    /// The way through a batch of parents and their elements, batch by batch.
    private final class Walk {
        private final Elements elements;
        private final int parentCount;
        private final RowBytes keptBytes;
        private final RowBytes elementBytes;
        private int parent;
        private int place;

        private Walk(Batch batch, Elements elements) {
            this.elements = elements;
            this.parentCount = batch.rowCount();
            List<FieldVector> kept = new ArrayList<>();
            for (Column column : columns) {
                if (column instanceof Column.Kept one) {
                    kept.add(batch.rows().getVector(one.index()));
                }
            }
            this.keptBytes = RowBytes.of(kept);
            this.elementBytes = RowBytes.of(elements.data());
            skipChildless();
        }

        private boolean ended() {
            return parent == parentCount;
        }

        private Part next() {
            int[] parents = new int[limits.rowsMax()];
            int[] children = new int[limits.rowsMax()];
            int[] places = new int[limits.rowsMax()];
            int rows = 0;
            long bytes = 0;
            while (!ended() && rows < limits.rowsMax()) {
                int child =
                        elements.count(parent) == 0 ? NONE : elements.starts().applyAsInt(parent) + place;
                bytes += keptBytes.at(parent) + (child == NONE ? 0 : elementBytes.at(child));
                if (rows > 0 && bytes > limits.bytesMax()) {
                    break;
                }
                parents[rows] = parent;
                children[rows] = child;
                places[rows++] = place;
                advance();
            }
            return new Part(Arrays.copyOf(parents, rows), Arrays.copyOf(children, rows), Arrays.copyOf(places, rows));
        }

        private void advance() {
            place++;
            if (place >= elements.count(parent)) {
                parent++;
                place = 0;
                skipChildless();
            }
        }

        private void skipChildless() {
            while (empty == Empty.DROP && !ended() && elements.count(parent) == 0) {
                parent++;
            }
        }
    }
}
