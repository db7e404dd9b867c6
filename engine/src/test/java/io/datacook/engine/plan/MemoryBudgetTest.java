package io.datacook.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryBudgetTest {
    private static final long MIB = 1 << 20;

    @Test
    void theContainerBoundsWhatARecipeAsksFor() {
        MemoryBudget budget = MemoryBudget.of(ByteSize.parse("1GiB"), 256 * MIB, 96 * MIB, 2);

        assertThat(budget.total()).isEqualTo(256 * MIB);
        assertThat(budget.arrow()).isEqualTo(80 * MIB);
    }

    @Test
    void withoutAnyLimitItIsModest() {
        assertThat(MemoryBudget.of(null, -1, 96 * MIB, 2).total()).isEqualTo(MemoryBudget.TOTAL_DEFAULT);
    }

    @Test
    void moreLanesMeanSmallerBatches() {
        MemoryBudget two = MemoryBudget.of(null, 256 * MIB, 96 * MIB, 2);
        MemoryBudget eight = MemoryBudget.of(null, 256 * MIB, 96 * MIB, 8);

        assertThat(eight.batchBytesMax()).isLessThan(two.batchBytesMax());
    }

    @Test
    void readsBothKindsOfCgroupFiles(@TempDir Path folder) throws IOException {
        Path v2 = Files.writeString(folder.resolve("memory.max"), "max\n");
        Path v1 = Files.writeString(folder.resolve("memory.limit_in_bytes"), "268435456\n");

        assertThat(MemoryBudget.containerLimit(List.of(v2, v1))).isEqualTo(256 * MIB);
        assertThat(MemoryBudget.containerLimit(List.of(v2))).isEqualTo(-1);
        assertThat(MemoryBudget.containerLimit(List.of(folder.resolve("absent"))))
                .isEqualTo(-1);
    }

    @Test
    void theUnlimitedNumberOfTheFirstKindIsNoLimit(@TempDir Path folder) throws IOException {
        Path v1 = Files.writeString(folder.resolve("limit"), "9223372036854771712\n");

        assertThat(MemoryBudget.containerLimit(List.of(v1))).isEqualTo(-1);
    }
}
