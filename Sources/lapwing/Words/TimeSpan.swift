import ArgumentParser
import Rulebook
import Timing

/// A length of time on the command line: seconds, or as in the event file (`45min`, `1:25.000`, `500ms`).
struct TimeSpan: ExpressibleByArgument {
    let time: Milliseconds

    init?(argument: String) {
        let isNegative = argument.hasPrefix("-")
        let text = isNegative ? String(argument.dropFirst()) : argument
        guard let length = Milliseconds(duration: text) ?? Milliseconds(duration: text + "s") else { return nil }
        time = isNegative ? .zero - length : length
    }
}
