public import Timing

extension Milliseconds {
    /// A duration as people write it: `60 min`, `85.000 s`, `1:25.000`; nil for any other text.
    public init?(duration text: String) {
        guard let duration = try? Milliseconds(written: text) else { return nil }
        self = duration
    }
}
