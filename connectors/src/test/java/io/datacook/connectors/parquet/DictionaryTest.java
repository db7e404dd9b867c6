package io.datacook.connectors.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.connectors.files.StagedOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DictionaryTest {
    private static final DictionaryRoom NO_ROOM = new DictionaryRoom(0);

    @Test
    void numbersGetOneIndexEachAndAreForgottenFromAnIndexOn() {
        Random random = new Random(5);
        LongIndex index = new LongIndex(8000, 8, NO_ROOM);
        long[] values =
                LongStream.generate(() -> random.nextLong() >>> 55).limit(5000).toArray();
        int[] indexes = new int[5000];

        assertThat(index.index(values, 5000, indexes)).isTrue();
        for (int i = 0; i < 5000; i++) {
            assertThat(index.values()[indexes[i]]).isEqualTo(values[i]);
        }
        assertThat(index.size())
                .isEqualTo((int) LongStream.of(values).distinct().count());

        index.truncate(10);
        assertThat(index.index(values, 10, indexes)).isTrue();
        assertThat(indexes[0]).isZero();
        assertThat(new LongIndex(24, 8, NO_ROOM).index(new long[] {1, 2, 1, 3, 4}, 5, indexes))
                .isFalse();
    }

    @Test
    void doublesOfFewDigitsSpreadOverTheSlots() {
        // Given 10,000 doubles whose lowest 39 bits are all zero, and slots for three times as many
        long[] slots = LongStream.range(0, 10_000)
                .map(number -> LongIndex.hash(Double.doubleToRawLongBits(number / 8.0)) & 0x7fff)
                .distinct()
                .toArray();

        // Then hardly more share a slot than chance would have it
        assertThat(slots.length).isGreaterThan(8_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 256})
    void bytesOfAllLengthsAreToldApart(int alphabet) {
        // Given values of 0 to 40 bytes, many of which differ in one byte, or in how many zeros they end with
        Random random = new Random(alphabet);
        List<byte[]> values = new ArrayList<>();
        byte[] base = new byte[40];
        random.nextBytes(base);
        for (int i = 0; i < 20_000; i++) {
            byte[] value = Arrays.copyOf(base, random.nextInt(41));
            for (int changes = random.nextInt(3); changes > 0 && value.length > 0; changes--) {
                value[random.nextInt(value.length)] = (byte) random.nextInt(alphabet);
            }
            Arrays.fill(value, value.length - Math.min(value.length, random.nextInt(3)), value.length, (byte) 0);
            values.add(value);
        }

        BytesIndex index = new BytesIndex(1 << 22, 4, NO_ROOM);
        int[] indexes = index(index, values);

        // Then each has the index a map gives it
        Map<String, Integer> known = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            String value = new String(values.get(i), StandardCharsets.ISO_8859_1);
            assertThat(indexes[i]).isEqualTo(known.computeIfAbsent(value, _ -> known.size()));
            assertThat(Arrays.copyOfRange(index.data().array, index.start(indexes[i]), index.end(indexes[i])))
                    .isEqualTo(values.get(i));
        }
        assertThat(index.size()).isEqualTo(known.size());
    }

    /// Lengths that could be taken for bytes: a length is kept beside the first bytes of a short value.
    @ParameterizedTest
    @CsvSource({
        "'', 00000000000000000000000000000000",
        "0102030405060708, 01020304050607080800000000000000",
        "010203, 00000000000102030300000000000000",
        "010203040506070811121314151617, 01020304050607080f11121314151617",
        "0102030405060708111213, 01020304050607080b00000000111213",
        "00000000000000000000000000000000, 0000000000000000000000000000000000",
    })
    void shortValuesAreNeverTakenForLongOnes(String one, String other) {
        byte[] first = HexFormat.of().parseHex(one);
        byte[] second = HexFormat.of().parseHex(other);

        for (List<byte[]> values : List.of(List.of(first, second), List.of(second, first))) {
            // then again, when both are known
            for (int repeats = 1; repeats < 3; repeats++) {
                List<byte[]> all = new ArrayList<>();
                for (int i = 0; i < 256 * repeats; i++) {
                    all.addAll(values);
                }
                BytesIndex index = new BytesIndex(1 << 16, 4, NO_ROOM);
                assertThat(index(index, all))
                        .containsExactly(
                                IntStream.range(0, all.size()).map(i -> i & 1).toArray());
                assertThat(index.size()).isEqualTo(2);
            }
        }
    }

    @Test
    void bytesBeyondItsOwnAreBorrowedAndGivenBack() {
        DictionaryRoom room = new DictionaryRoom(300 << 10);
        BytesIndex first = new BytesIndex(1000, 4, room);
        BytesIndex second = new BytesIndex(1000, 4, room);
        List<byte[]> many = distinct(10_000);

        assertThat(index(first, many)).isNotEmpty();
        assertThat(index(second, many)).as("the room is lent").isEmpty();
        second.truncate(0);
        first.truncate(0);
        assertThat(index(second, many)).as("and given back").isNotEmpty();

        second.truncate(0);
        LongIndex numbers = new LongIndex(80, 8, room);
        int[] indexes = new int[10_000];
        assertThat(numbers.index(LongStream.range(0, 10_000).toArray(), 10_000, indexes))
                .isTrue();
        assertThat(index(second, many)).isEmpty();
    }

    @Test
    void valuesThatComeAgainAreWorthADictionaryThoughFirstPagesHardlyShowIt() {
        // Given 100,000 customers in any order, in pages of 10,000 rows
        Random random = new Random(1);
        DictionaryTrial trial = new DictionaryTrial();
        LongIndex dictionary = new LongIndex(8 << 20, 8, NO_ROOM);

        for (int page = 0; page < 40; page++) {
            long[] values = LongStream.generate(() -> random.nextInt(100_000))
                    .limit(10_000)
                    .toArray();
            assertThat(tries(trial, dictionary, values)).as("page %d", page).isTrue();
        }
    }

    @Test
    void valuesThatHardlyRepeatAreGivenUpAndTriedAgainInTheEighthChunk() {
        long[] unique = LongStream.range(0, 10_000).toArray();
        DictionaryTrial trial = new DictionaryTrial();
        LongIndex dictionary = new LongIndex(8 << 20, 8, NO_ROOM);

        assertThat(tries(trial, dictionary, unique)).isFalse();
        assertThat(dictionary.size()).isZero();
        for (int chunk = 0; chunk < 7; chunk++) {
            trial.endChunk();
            assertThat(trial.isOn()).isFalse();
        }
        trial.endChunk();
        assertThat(trial.isOn()).isTrue();
    }

    @Test
    void aDictionaryThatStopsPayingIsGivenUpInTheMiddleAndKeepsItsPages() {
        // Given nine distinct values in ten, which is too many once there is evidence
        DictionaryTrial trial = new DictionaryTrial();
        LongIndex dictionary = new LongIndex(8 << 20, 8, NO_ROOM);
        int pages = 0;
        for (; trial.isOn(); pages++) {
            int first = pages;
            long[] values = LongStream.range(0, 10_000)
                    .map(i -> i % 10 < 2 ? i % 10 : first * 10_000L + i)
                    .toArray();
            int before = dictionary.size();
            if (!tries(trial, dictionary, values)) {
                assertThat(dictionary.size()).isEqualTo(before);
            }
        }

        assertThat(pages).isEqualTo(14);
        trial.endChunk();
        assertThat(trial.isOn()).as("the next chunk does not try").isFalse();
    }

    @Test
    void pagesComeOutAsTheyWentInWhereverSegmentsEnd(@TempDir Path folder) throws IOException {
        Random random = new Random(3);
        try (BufferAllocator allocator = new RootAllocator()) {
            long taken = 0;
            try (PageStore.Segments segments = new PageStore.Segments(allocator, 64 << 10, 4)) {
                PageStore store = new PageStore(segments);
                for (int group = 0; group < 3; group++) {
                    ByteArrayOutputStream expected = new ByteArrayOutputStream();
                    for (int length : new int[] {0, 1, 4095, 4096, 4097, 20_000, 7}) {
                        addPage(store, random, length, expected);
                    }
                    assertThat(store.size()).isEqualTo(expected.size());
                    Path file = folder.resolve("group" + group);
                    try (StagedOutput out = StagedOutput.create(file)) {
                        store.moveTo(out);
                    }
                    assertThat(Files.readAllBytes(file)).isEqualTo(expected.toByteArray());
                    assertThat(store.size()).isZero();
                    taken = group == 0 ? allocator.getAllocatedMemory() : taken;
                    assertThat(allocator.getAllocatedMemory())
                            .as("segments are used again")
                            .isEqualTo(taken);
                }
                addPage(store, random, 10_000, new ByteArrayOutputStream());
            }
            assertThat(allocator.getAllocatedMemory())
                    .as("pages that went nowhere")
                    .isZero();
        }
    }

    private static void addPage(PageStore store, Random random, int length, ByteArrayOutputStream expected) {
        Bytes page = new Bytes(length);
        byte[] content = new byte[length];
        random.nextBytes(content);
        page.write(content, 0, length);
        store.add(page);
        expected.writeBytes(content);
    }

    private static boolean tries(DictionaryTrial trial, LongIndex dictionary, long[] values) {
        return trial.index(
                values.length,
                dictionary,
                (count, into) -> dictionary.index(values, count, into),
                new int[values.length]);
    }

    /// The indexes, or none if there was no room.
    private static int[] index(BytesIndex index, List<byte[]> values) {
        Bytes data = new Bytes(0);
        int[] ends = new int[values.size()];
        for (int i = 0; i < ends.length; i++) {
            data.write(values.get(i), 0, values.get(i).length);
            ends[i] = data.size;
        }
        int[] indexes = new int[ends.length];
        return index.index(data.array, ends, ends.length, indexes) ? indexes : new int[0];
    }

    private static List<byte[]> distinct(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ("value " + i).getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
