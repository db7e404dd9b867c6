package io.datacook.engine.load;

import java.lang.reflect.Proxy;

/// Handles signals by the JDK's `sun.misc.Signal`, for whoever makes a [StopSignal] of them: a shutdown hook hears one
/// signal only, and servers would stop by theirs while an epoch is being committed.
///
/// By reflection, for javac has no switch that lets one class use it and still fails on warnings. All names are
/// constants, which native images find by themselves.
public final class Signals {
    private Signals() {}

    /// Runs something at each arrival of a signal, such as `INT`, instead of ending the process.
    /// A system without it goes on as it does by default.
    ///
    /// @param arrival runs on a thread of the JVM's own, once for each signal
    public static void handle(String name, Runnable arrival) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            arrival.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException absent) {
            return;
        }
    }
}
