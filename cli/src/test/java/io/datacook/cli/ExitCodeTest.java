package io.datacook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
    @Test
    void everyErrorHasItsExitCode() {
        assertThat(codes(2))
                .contains(ErrorCode.RECIPE_INVALID, ErrorCode.USAGE, ErrorCode.STATE_LOCKED, ErrorCode.DATA_INVALID);
        assertThat(codes(3)).contains(ErrorCode.SOURCE_UNREACHABLE, ErrorCode.COMMIT_UNKNOWN, ErrorCode.FENCED);
        assertThat(codes(4)).containsExactly(ErrorCode.RESOURCE_EXHAUSTED);
        assertThat(codes(5)).containsExactly(ErrorCode.RECEIPT_MISMATCH);
        assertThat(codes(70)).containsExactly(ErrorCode.INTERNAL);
        assertThat(codes(2).size() + codes(3).size() + 3).isEqualTo(ErrorCode.values().length);
    }

    private static List<ErrorCode> codes(int exit) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> ExitCode.of(new DatacookException(code, "")).number() == exit)
                .toList();
    }

    @Test
    void numbersNeverMeetAndEachIsExplained() {
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::meaning)).allMatch(text -> text.endsWith("."));
    }
}
