package io.datacook.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.ByteSize;
import org.junit.jupiter.api.Test;

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
}
