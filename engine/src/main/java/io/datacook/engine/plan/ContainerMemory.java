package io.datacook.engine.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The memory a container, a service unit or any other control group leaves to this process.
///
/// A limit of a group holds for all groups below it, so the smallest one on the way up counts. Inside a container the
/// group's own folder usually is the root that the process sees.
final class ContainerMemory {
    private static final Path MEMBERSHIP = Path.of("/proc/self/cgroup");
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");

    private ContainerMemory() {}

    /// The smallest limit in bytes, or -1 if there is none or this is no Linux.
    static long limit() {
        return limit(MEMBERSHIP, GROUPS);
    }

    /// @param membership lines such as `0::/pod/container` or `4:memory:/docker/1f`
    /// @param groups where control groups are mounted
    static long limit(Path membership, Path groups) {
        long smallest = -1;
        for (Path file : files(membership, groups)) {
            long limit = limitIn(file);
            if (limit > 0 && (smallest < 0 || limit < smallest)) {
                smallest = limit;
            }
        }
        return smallest;
    }

    private static List<Path> files(Path membership, Path groups) {
        List<Path> files = new ArrayList<>();
        files.add(groups.resolve("memory.max"));
        files.add(groups.resolve("memory/memory.limit_in_bytes"));
        for (String line : lines(membership)) {
            String[] parts = line.split(":", 3);
            if (parts.length < 3) {
                continue;
            }
            if (parts[1].isEmpty()) {
                addUpwards(files, groups, parts[2], "memory.max");
            } else if (List.of(parts[1].split(",")).contains("memory")) {
                addUpwards(files, groups.resolve("memory"), parts[2], "memory.limit_in_bytes");
            }
        }
        return files;
    }

    private static void addUpwards(List<Path> files, Path root, String group, String name) {
        Path path = Path.of(group).normalize();
        for (Path folder = path; folder != null && folder.getNameCount() > 0; folder = folder.getParent()) {
            files.add(root.resolve(folder.toString().substring(1)).resolve(name));
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException absent) {
            return List.of();
        }
    }

    private static long limitIn(Path file) {
        try {
            String text = Files.readString(file).strip();
            // version 1 spells "no limit" as a number near 2^63, version 2 as "max"
            return text.equals("max") || Long.parseLong(text) > Long.MAX_VALUE / 2 ? -1 : Long.parseLong(text);
        } catch (IOException | NumberFormatException absent) {
            return -1;
        }
    }
}
