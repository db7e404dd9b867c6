package io.datacook.stateservice.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.stateservice.store.Stage;
import org.junit.jupiter.api.Test;

/// Names as Kubernetes makes them from the operator's Jobs and StatefulSets.
class PodNamesTest {
    private static boolean serves(String pod, String run, Stage stage, int lane) {
        return PodNames.of(pod) instanceof PodNames name && name.serves(run, stage, lane);
    }

    private static boolean isOf(String pod, String run) {
        return PodNames.of(pod) instanceof PodNames name && name.isOf(run);
    }

    @Test
    void aPodOfASplitJobServesItsStageAndLane() {
        assertThat(serves("orders-x1-extractor-3-bcd2f", "orders-x1", Stage.EXTRACTOR, 3))
                .isTrue();
        assertThat(serves("orders-x1-extractor-3-bcd2f", "orders-x1", Stage.WRITER, 3))
                .isFalse();
        assertThat(serves("orders-x1-extractor-3-bcd2f", "orders-x1", Stage.EXTRACTOR, 2))
                .isFalse();
        assertThat(serves("orders-x1-extractor-3-bcd2f", "orders", Stage.EXTRACTOR, 3))
                .isFalse();
    }

    @Test
    void aWritersPodServesAllStages() {
        for (Stage stage : Stage.values()) {
            assertThat(serves("orders-writer-0-bcd2f", "orders", stage, 0)).isTrue();
        }
    }

    @Test
    void aPodOfAStatefulSetServesItsStageAndLane() {
        assertThat(serves("orders-t-1", "orders", Stage.TRANSFORM, 1)).isTrue();
        assertThat(serves("orders-t-1", "orders", Stage.EXTRACTOR, 1)).isFalse();
        assertThat(serves("orders-w-10", "orders", Stage.EXTRACTOR, 10)).isTrue();
    }

    @Test
    void aNameThatOnlyBeginsLikeTheRunsIsNoneOfIt() {
        assertThat(isOf("daily-2-writer-0-abcde", "daily")).isFalse();
        assertThat(isOf("daily-writer-0-writer-0-abcde", "daily")).isFalse();
        assertThat(isOf("daily-writer-0-writer-0-abcde", "daily-writer-0")).isTrue();
        assertThat(isOf("daily-w-0-w-0", "daily")).isFalse();
        assertThat(isOf("daily-shell", "daily")).isFalse();
        assertThat(isOf("daily-writer-00-abcde", "daily")).isFalse();
        assertThat(isOf("daily-writer-0-abcdef", "daily")).isFalse();
        assertThat(isOf("daily-writer-0", "daily")).isFalse();
    }

    @Test
    void aLongNameIsCutAsKubernetesCutsIt() {
        String run = "a".repeat(52);
        String job = (run + "-extractor").substring(0, 58 - "-12-".length());

        assertThat(serves(job + "-12-bcd2f", run, Stage.EXTRACTOR, 12)).isTrue();
        assertThat(isOf(job + "-12-bcd2f", "a".repeat(40))).isFalse();
    }
}
