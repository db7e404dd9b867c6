package io.datacook.pod;

/// A neighbour that can be connected to.
///
/// @param stage what it is
/// @param address `host:port`, or the path of a unix socket
/// @param session counts the pods that have been this neighbour, 0 where nobody counts
public record Peer(StageName stage, String address, long session) {
    /// `the extractor at 10.1.2.3:8080`.
    public String describe() {
        return "the " + stage.word() + " at " + address;
    }

    /// Whether the address is a socket's path.
    public boolean isSocket() {
        return address.startsWith("/");
    }
}
