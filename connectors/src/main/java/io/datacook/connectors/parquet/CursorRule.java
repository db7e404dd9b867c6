package io.datacook.connectors.parquet;

import io.datacook.api.CursorRange;
import io.datacook.api.CursorValues;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;

/// Which rows an incremental read takes, and which row groups may hold some.
interface CursorRule {
    /// Whether a row is taken; nulls never are.
    boolean takes(FieldVector cursor, int row);

    /// Whether a chunk with these statistics may hold a row that is taken.
    boolean mayHold(@Nullable Statistics statistics, FileLeaf leaf);

    /// Makes the rule of a range.
    ///
    /// @throws DatacookException `RECIPE_UNSUPPORTED` if the column's type has no order
    static CursorRule of(CursorRange range, Field column) {
        ArrowType type = column.getType();
        if (!CursorValues.supports(type)) {
            throw new DatacookException(
                    ErrorCode.RECIPE_UNSUPPORTED,
                    "column '%s' of type %s cannot be a cursor; take a number, date, timestamp or string"
                            .formatted(column.getName(), io.datacook.api.TypeNames.name(column)));
        }
        return CursorNumbers.supports(type)
                ? new NumberRule(CursorNumbers.bound(range.after(), type), CursorNumbers.bound(range.upTo(), type))
                : new TextRule(type, range);
    }

    /// A range of values that are whole numbers inside.
    ///
    /// @param after exclusive, or `null`
    /// @param upTo inclusive, or `null`
    record NumberRule(@Nullable Long after, @Nullable Long upTo) implements CursorRule {
        @Override
        public boolean takes(FieldVector cursor, int row) {
            if (cursor.isNull(row)) {
                return false;
            }
            long value = CursorNumbers.value(cursor, row);
            return (after == null || value > after) && (upTo == null || value <= upTo);
        }

        @Override
        public boolean mayHold(@Nullable Statistics statistics, FileLeaf leaf) {
            Long least = CursorNumbers.least(statistics, leaf);
            Long greatest = CursorNumbers.greatest(statistics, leaf);
            return (after == null || greatest == null || greatest > after)
                    && (upTo == null || least == null || least <= upTo);
        }
    }

    /// A range of any other values, compared as texts spell them.
    record TextRule(ArrowType type, CursorRange range) implements CursorRule {
        @Override
        public boolean takes(FieldVector cursor, int row) {
            String text = CursorValues.text(cursor, row);
            return text != null
                    && (range.after() == null || CursorValues.compare(type, text, range.after()) > 0)
                    && (range.upTo() == null || CursorValues.compare(type, text, range.upTo()) <= 0);
        }

        @Override
        public boolean mayHold(@Nullable Statistics statistics, FileLeaf leaf) {
            return true;
        }
    }
}
