import Client
import Timing
import Wire

/// What a box says of its own health, in words.
enum BoxHealthText {
    /// In a line: what is bad for a minute stands in capitals, limits stand in brackets.
    static func words(_ box: DecoderHealth.Told) -> String {
        let health = box.health
        var parts: [String] = []
        if let noise = health[.noise] { parts.append(limited("noise", "\(noise)", .noise, box) { "\($0)" }) }
        if let noise = health[.noiseTenthsDb] { parts.append("noise \(tenths(noise)) dB") }
        if let offset = health[.offsetTenths] {
            parts.append(limited("DC offset", tenths(offset), .offsetTenths, box, tenths))
        }
        if let passings = health[.passings], passings > 0 { parts.append(readings(box, passings)) }
        if let heard = health[.framesHeard] {
            parts.append("\(health[.framesUnderstood] ?? 0) of \(heard) frames understood")
        }
        if let temperature = health[.temperature] { parts.append("temperature \(temperature)") }
        if let voltage = health[.voltageTenths] { parts.append("\(tenths(voltage)) V") }
        if let satellites = health[.satellites] { parts.append("satellites \(satellites)") }
        let isBad = box.bad.isEmpty ? "" : "NOT WELL: "
        return "\(isBad)\(parts.joined(separator: ", ")); said \(ClockText.clock(box.age)) ago"
    }

    /// Of the boxes of a feed that are not well, as `watch` shows them above the table.
    static func notices(_ feed: FeedHealth) -> [String] {
        feed.decoders.compactMap { decoder in
            guard let box = decoder.box, !box.bad.isEmpty else { return nil }
            return "FEED \(feed.name), decoder \(decoder.decoder) NOT WELL: \(names(box.bad))"
        }
    }

    private static func names(_ bad: [Word<BoxMeasure>]) -> String {
        bad.map { word in
            switch word.known {
            case .noise: "noise"
            case .offsetTenths: "DC offset"
            case .strength: "strength"
            default: word.text
            }
        }.joined(separator: ", ")
    }

    private static func readings(_ box: DecoderHealth.Told, _ passings: Int64) -> String {
        let strength = box.health[.strength] ?? 0
        let of = passings == 1 ? "the latest passing" : "the latest \(passings) passings"
        return "hits \(box.health[.hits] ?? 0) and "
            + limited("strength", "\(strength)", .strength, box) { "\($0)" } + " of \(of)"
    }

    private static func limited(
        _ name: String, _ value: String, _ measure: BoxMeasure, _ box: DecoderHealth.Told, _ text: (Int64) -> String
    ) -> String {
        let isBad = box.bad.contains { $0 == measure }
        let limit = box.health.limit(of: measure).map {
            " (\(measure == .strength ? "at least" : "at most") \(text($0)))"
        }
        return "\(isBad ? name.uppercased() : name) \(value)\(limit ?? "")"
    }

    private static func tenths(_ value: Int64) -> String {
        "\(value < 0 ? "-" : "")\(value.magnitude / 10).\(value.magnitude % 10)"
    }
}
