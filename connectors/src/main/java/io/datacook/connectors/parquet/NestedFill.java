package io.datacook.connectors.parquet;

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/// Rebuilds structs, lists and maps from levels.
///
/// A node's places are the entries of its first leaf that begin one: those whose repetition is not deeper than the
/// node and whose definition reaches into the list around it.
///
/// @param flat fills leaves
/// @param rows of every leaf column
/// @param leaves of the file
@SuppressWarnings("ArrayRecordComponent") // indexed by leaf in inner loops; never compared
record NestedFill(VectorFill flat, LeafRows[] rows, List<FileLeaf> leaves) {
    /// Fills a new vector.
    ///
    /// @param exists definition levels from here on are places in the vector
    /// @return how many places it has
    int fill(Node node, FieldVector vector, int exists) {
        return switch (node.kind()) {
            case LEAF -> flat.fill(vector, rows[node.leaf()], leaves.get(node.leaf()), exists);
            case STRUCT -> struct(node, (StructVector) vector, exists);
            case LIST, MAP -> list(node, vector, exists);
        };
    }

    private int struct(Node node, StructVector vector, int exists) {
        for (int i = 0; i < node.children().size(); i++) {
            fill(node.children().get(i), (FieldVector) vector.getChildByOrdinal(i), exists);
        }
        LeafRows first = rows[node.firstLeaf()];
        boolean repeated = leaves.get(node.firstLeaf()).repetitionMax() > 0;
        boolean defined = first.definitionMax > 0;
        int slots = 0;
        for (int i = 0; i < first.entries; i++) {
            int level = defined ? first.definition[i] : 0;
            if (level < exists || (repeated && first.repetition[i] > node.repetition())) {
                continue;
            }
            if (level >= node.definition()) {
                vector.setIndexDefined(slots);
            } else {
                vector.setNull(slots);
            }
            slots++;
        }
        vector.setValueCount(slots);
        return slots;
    }

    private int list(Node node, FieldVector vector, int exists) {
        return switch (vector) {
            case ListVector list -> {
                Places places = new ListPlaces(list);
                int slots = walk(node, exists, places);
                elements(node, list.getDataVector());
                list.setValueCount(slots);
                yield slots;
            }
            case LargeListVector list -> {
                Places places = new LargePlaces(list);
                int slots = walk(node, exists, places);
                elements(node, list.getDataVector());
                list.setValueCount(slots);
                yield slots;
            }
            case FixedSizeListVector list -> fixedSize(node, list, exists);
            default -> throw new IllegalStateException(vector.getField() + " is no list");
        };
    }

    /// Reads it as a list of any length, then gives null lists the places Arrow wants for them.
    private int fixedSize(Node node, FixedSizeListVector vector, int exists) {
        Field field = vector.getField();
        Field plain =
                new Field(field.getName(), new FieldType(true, new ArrowType.List(), null, null), field.getChildren());
        try (ListVector lists = (ListVector) plain.createVector(vector.getAllocator())) {
            int slots = list(node, lists, exists);
            int size = vector.getListSize();
            vector.setInitialCapacity(slots);
            vector.allocateNew();
            FieldVector into = vector.getDataVector();
            for (int slot = 0; slot < slots; slot++) {
                if (lists.isNull(slot)) {
                    vector.setNull(slot);
                    continue;
                }
                vector.setNotNull(slot);
                int start = lists.getElementStartIndex(slot);
                if (lists.getElementEndIndex(slot) - start != size) {
                    throw new CorruptPage("a list of %d elements where each has %d"
                            .formatted(lists.getElementEndIndex(slot) - start, size));
                }
                for (int i = 0; i < size; i++) {
                    into.copyFromSafe(start + i, slot * size + i, lists.getDataVector());
                }
            }
            into.setValueCount(slots * size);
            vector.setValueCount(slots);
            return slots;
        }
    }

    private void elements(Node node, FieldVector data) {
        if (node.kind() == Node.Kind.LIST) {
            fill(node.children().getFirst(), data, node.element());
            return;
        }
        StructVector entries = (StructVector) data;
        int slots = 0;
        for (int i = 0; i < node.children().size(); i++) {
            slots = fill(node.children().get(i), (FieldVector) entries.getChildByOrdinal(i), node.element());
        }
        for (int i = 0; i < slots; i++) {
            entries.setIndexDefined(i);
        }
        entries.setValueCount(slots);
    }

    /// Tells where each list begins and how long it is.
    private int walk(Node node, int exists, Places places) {
        LeafRows first = rows[node.firstLeaf()];
        int slots = 0;
        int length = 0;
        boolean open = false;
        for (int i = 0; i < first.entries; i++) {
            int level = first.definition[i];
            if (first.repetition[i] <= node.repetition() && level >= exists) {
                if (open) {
                    places.end(slots - 1, length);
                }
                length = 0;
                open = level >= node.definition();
                if (open) {
                    places.begin(slots);
                } else {
                    places.setNull(slots);
                }
                slots++;
            }
            if (level >= node.element() && first.repetition[i] <= node.repetition() + 1) {
                length++;
            }
        }
        if (open) {
            places.end(slots - 1, length);
        }
        return slots;
    }

    /// Either kind of list as it is written.
    private interface Places {
        void begin(int slot);

        void end(int slot, int length);

        void setNull(int slot);
    }

    private record ListPlaces(ListVector list) implements Places {
        @Override
        public void begin(int slot) {
            list.startNewValue(slot);
        }

        @Override
        public void end(int slot, int length) {
            list.endValue(slot, length);
        }

        @Override
        public void setNull(int slot) {
            list.setNull(slot);
        }
    }

    private record LargePlaces(LargeListVector list) implements Places {
        @Override
        public void begin(int slot) {
            list.startNewValue(slot);
        }

        @Override
        public void end(int slot, int length) {
            list.endValue(slot, length);
        }

        @Override
        public void setNull(int slot) {
            list.setNull(slot);
        }
    }
}
