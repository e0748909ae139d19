/// The version of docs/protocol.md: `v` in every JSON message.
public enum ProtocolVersion {
    /// A message with another one is refused.
    public static let number: Int64 = 1
}
