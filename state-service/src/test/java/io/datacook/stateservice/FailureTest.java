package io.datacook.stateservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.api.Consequence;
import io.datacook.api.ErrorCode;
import io.datacook.stateservice.problem.Failure;
import io.datacook.stateservice.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The table of failures and its page agree, and clients can tell doubt from certainty.
class FailureTest {
    @Test
    void everyFailureIsOnThePage() throws IOException {
        String page =
                Files.readString(Path.of(System.getProperty("datacook.root", ".."), "docs/reference/state-service.md"));

        for (Failure failure : Failure.values()) {
            String type = Problem.of(failure, "").type().replace("urn:datacook:", "");
            assertThat(page.lines()
                            .filter(line -> line.contains("`" + type + "`"))
                            .filter(line -> line.contains("" + failure.status()))
                            .filter(line -> line.contains(failure.code().toString())))
                    .as(type)
                    .isNotEmpty();
        }
    }

    @Test
    void eachCodeIsAnsweredWithTheStatusOfTheOneTable() {
        for (Failure failure : Failure.values()) {
            int status = Consequence.of(failure.code()).httpStatus();
            assertThat(Failure.values())
                    .as("%s", failure.code())
                    .anyMatch(other -> other.code() == failure.code() && other.status() == status);
        }
    }

    @Test
    void onlyAServerErrorMayHaveStoredSomething() {
        for (Failure failure : Failure.values()) {
            if (failure.code() == ErrorCode.COMMIT_UNKNOWN || failure.code() == ErrorCode.INTERNAL) {
                assertThat(failure.status()).as("%s", failure).isGreaterThanOrEqualTo(500);
            }
        }
        assertThat(Failure.UNREACHABLE.code()).isEqualTo(ErrorCode.STATE_UNREACHABLE);
        assertThat(Failure.BUSY.code()).isEqualTo(ErrorCode.STATE_UNREACHABLE);
    }
}
