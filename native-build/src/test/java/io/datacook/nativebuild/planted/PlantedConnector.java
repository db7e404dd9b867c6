package io.datacook.nativebuild.planted;

import io.datacook.api.Connector;
import io.datacook.api.ErrorCode;
import io.datacook.api.StateRole;
import java.util.Set;

/// A connector whose options no metadata covers, which loads a class by its name, and whose initialiser touches a class
/// that may have to wait.
public final class PlantedConnector implements Connector {
    /// A value of that class.
    public static final ErrorCode CODE = ErrorCode.INTERNAL;

    /// What recipes give it.
    public record Options(Set<Nested> nested) {}

    /// A record inside of options.
    public record Nested(String name, Word word) {}

    /// An enum inside of options.
    public enum Word {
        ONE
    }

    @Override
    public String type() {
        return "planted";
    }

    @Override
    public String summary() {
        return "Nothing.";
    }

    @Override
    public StateRole<?> state() {
        return new StateRole<>(Options.class, (options, context) -> {
            throw new IllegalStateException(reflected());
        });
    }

    private static String reflected() {
        try {
            return Class.forName("java.lang.String").getName();
        } catch (ClassNotFoundException absent) {
            return "";
        }
    }
}
