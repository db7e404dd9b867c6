package io.datacook.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerMemoryTest {
    private static final long MIB = 1 << 20;

    @TempDir
    private Path groups;

    private Path membership = Path.of("");

    @BeforeEach
    void nobodySaysAnything() {
        membership = groups.resolve("membership");
    }

    @Test
    void withoutControlGroupsThereIsNoLimit() {
        assertThat(ContainerMemory.limit(membership, groups)).isEqualTo(-1);
    }

    @Test
    void aContainerSeesItsOwnGroupAsTheRoot() throws IOException {
        write("memory.max", "268435456");

        assertThat(ContainerMemory.limit(membership, groups)).isEqualTo(256 * MIB);
    }

    @Test
    void theFirstVersionSpellsNoLimitAsALargeNumber() throws IOException {
        write("memory/memory.limit_in_bytes", "9223372036854771712");

        assertThat(ContainerMemory.limit(membership, groups)).isEqualTo(-1);
    }

    @Test
    void theSmallestLimitOnTheWayUpCounts() throws IOException {
        Files.writeString(membership, "0::/pod/container\n");
        write("memory.max", "max");
        write("pod/memory.max", "134217728");
        write("pod/container/memory.max", "268435456");

        assertThat(ContainerMemory.limit(membership, groups)).isEqualTo(128 * MIB);
    }

    @Test
    void findsTheGroupOfTheFirstVersionAmongOthers() throws IOException {
        Files.writeString(membership, "5:devices:/elsewhere\n4:memory:/load\n0::/\n");
        write("memory/memory.limit_in_bytes", "9223372036854771712");
        write("memory/load/memory.limit_in_bytes", "268435456");

        assertThat(ContainerMemory.limit(membership, groups)).isEqualTo(256 * MIB);
    }

    @Test
    void aGroupThatIsNotMountedHereSaysNothing() throws IOException {
        Files.writeString(membership, "4:memory:/docker/1f2e\n");
        write("memory/memory.limit_in_bytes", "268435456");

        assertThat(ContainerMemory.limit(membership, groups)).isEqualTo(256 * MIB);
    }

    private void write(String file, String text) throws IOException {
        Path path = groups.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text + "\n");
    }
}
