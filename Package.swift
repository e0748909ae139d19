// swift-tools-version: 6.2
import PackageDescription

let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A library of the house: what it may import is what it names here, nothing more.
func room(_ name: String, _ uses: [Target.Dependency] = [], _ more: [SwiftSetting] = []) -> Target {
    .target(name: name, dependencies: uses, swiftSettings: house + more)
}

/// Tests of an optimized house are compiled as they stand: optimizing them too takes many minutes, and shows nothing.
func tests(_ name: String, _ uses: [Target.Dependency], excluding others: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: uses, exclude: others,
        swiftSettings: house + [.unsafeFlags(["-Onone"], .when(configuration: .release))])
}

let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let http = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let yaml = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "lapwing",
    products: [
        .executable(name: "lapwingd", targets: ["lapwingd"]),
        .executable(name: "lapwing", targets: ["lapwing"]),
        .executable(name: "lapwing-web", targets: ["lapwing-web"]),
        .executable(name: "lapwing-bridge", targets: ["lapwing-bridge"]),
        .executable(name: "lapwing-relay", targets: ["lapwing-relay"]),
        .library(name: "steppedclock", type: .dynamic, targets: ["CSteppedClock"]),
        .library(name: "countedallocations", type: .dynamic, targets: ["CCountedAllocations"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        // Its server alone: without its files, its configuration and Foundation.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
    ],
    targets: [
        .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CNATS", providers: [.apt(["libnats-dev"])]),
        .target(name: "CLinux"),
        room("Linux", ["CLinux"]),
        room("ZeroMQ", ["CZeroMQ", "Linux"], [.enableExperimentalFeature("Lifetimes")]),
        room("Journal", ["CSodium", "Linux"]),
        room("Timing"),
        room("Championship", ["Timing"]),
        room("Meeting", ["Timing"]),
        room("Rulebook", ["Timing", yaml]),
        room("Wire", ["Timing", "Championship", "Meeting"]),
        // The commit is written at build time, and known to this room alone.
        .plugin(name: "Commit", capability: .buildTool(), exclude: ["write-commit"]),
        .target(name: "Version", dependencies: ["Wire"], swiftSettings: house, plugins: ["Commit"]),
        room("Client", ["Timing", "Meeting", "Wire", "ZeroMQ"]),
        room("Bridges", ["Timing", "Client", "Wire", "ZeroMQ", "Linux"]),
        // Where the daemon is, as its followers' programs are told it.
        room("DaemonLine", ["Client", "ZeroMQ", arguments]),
        room("NATS", ["CNATS"]),
        room("Relay", ["Client", "Linux", "NATS", "Wire"]),
        room("DayRecord", ["Timing", "Meeting", "Journal", "Wire", "Rulebook"]),
        room("Recording", ["Timing", "Meeting", "DayRecord", "Journal", "Wire", "Rulebook"]),
        room("Simulation", ["Timing", "Meeting", "Rulebook", "Recording", "Wire"]),
        room(
            "Service",
            [
                "Timing", "Championship", "Meeting", "DayRecord", "Journal", "Wire", "Rulebook", "ZeroMQ", "Linux",
                logging,
                lifecycle,
                signals,
            ]),
        .plugin(name: "Page", capability: .buildTool(), exclude: ["write-page"]),
        .target(
            name: "Board",
            dependencies: [
                "Timing", "Client", "Wire", "Rulebook", "ZeroMQ", "Linux", "CZlib", http, httpTypes, nioHTTPTypes,
                nioHTTP1,
                nioCore,
                nioPosix, logging, lifecycle,
            ],
            exclude: ["page"], swiftSettings: house, plugins: ["Page"]),
        .target(
            name: "Fuzz", dependencies: ["Timing", "Meeting", "Journal", "Wire", "Rulebook", "Recording", "Bridges"],
            path: "Rigs/Fuzz",
            swiftSettings: house),
        .executableTarget(
            name: "lapwingd",
            dependencies: ["Service", "Rulebook", "Version", "Linux", arguments, logging, lifecycle, signals],
            // By its content: a copy of the program goes on with the journal's epoch, another build begins a new one.
            swiftSettings: house, linkerSettings: [.unsafeFlags(["-Xlinker", "--build-id"])]),
        .executableTarget(
            name: "lapwing",
            dependencies: [
                "Timing", "Championship", "Meeting", "Client", "DaemonLine", "Journal", "Wire", "Rulebook", "Recording",
                "Simulation", "Version", "ZeroMQ", "Linux", arguments,
            ],
            swiftSettings: house),
        .executableTarget(
            name: "lapwing-web",
            dependencies: ["Board", "DaemonLine", "Rulebook", "Version", arguments, logging, lifecycle, signals],
            swiftSettings: house),
        .executableTarget(
            name: "lapwing-bridge",
            dependencies: ["Bridges", "DaemonLine", "Version", "ZeroMQ", arguments], swiftSettings: house),
        .executableTarget(
            name: "lapwing-relay", dependencies: ["DaemonLine", "NATS", "Relay", "Version", arguments],
            swiftSettings: house),
        .executableTarget(
            name: "lapwing-bench",
            dependencies: [
                "Timing", "Meeting", "DayRecord", "Journal", "Service", "Client", "Wire", "Rulebook", "Simulation",
                "Recording", "Version", "ZeroMQ", "Linux", arguments, logging, nioCore, nioPosix,
            ],
            path: "Rigs/Bench", swiftSettings: house),
        .target(name: "CSteppedClock", path: "Rigs/CSteppedClock"),
        .target(name: "CCountedAllocations", path: "Rigs/CCountedAllocations"),
        .executableTarget(
            name: "lapwing-chaos",
            dependencies: [
                "Timing", "Meeting", "Client", "Wire", "Rulebook", "Simulation", "Recording", "Journal", "Version",
                "ZeroMQ", "Linux", arguments,
            ],
            path: "Rigs/Chaos", swiftSettings: house),
        tests("TimingTests", ["Timing", "Simulation", "Recording", "Rulebook"]),
        tests("ChampionshipTests", ["Championship", "Timing"]),
        tests("MeetingTests", ["Meeting", "Timing"]),
        tests("DayRecordTests", ["DayRecord", "Meeting", "Rulebook", "Timing"]),
        tests("RulebookTests", ["Rulebook", "Timing"]),
        tests("WireTests", ["Wire", "Meeting", "Timing", "Simulation", "Recording", "Rulebook"]),
        tests("VersionTests", ["Version"]),
        tests("ClientTests", ["Client", "Meeting", "Wire", "Timing", "Simulation", "Recording", "Rulebook", "ZeroMQ"]),
        tests("BoardTests", ["Board", "Client", "Simulation", "Recording", "Rulebook", "Timing", "Wire"]),
        tests(
            "BridgesTests", ["Bridges", "Client", "Wire", "Timing", "Simulation", "Recording", "Rulebook"],
            excluding: ["P3"]),
        tests("RelayTests", ["Relay", "Client"]),
        tests("NATSTests", ["NATS"]),
        tests("DaemonLineTests", ["DaemonLine", "Client", arguments]),
        tests("JournalTests", ["Journal"]),
        tests("LinuxTests", ["Linux"]),
        tests("ZeroMQTests", ["ZeroMQ"]),
        tests(
            "RecordingTests", ["Journal", "Recording", "Rulebook", "Simulation", "Timing", "Wire"],
            excluding: ["Races"]),
        tests("SimulationTests", ["Simulation", "Recording", "Rulebook", "Timing"]),
        tests("FuzzTests", ["Fuzz", "Simulation"], excluding: ["CLibFuzzer", "corpus", "driver"]),
        tests(
            "ServiceTests",
            [
                "Service", "Meeting", "DayRecord", "Journal", "Wire", "Timing", "Rulebook", "Recording", "Simulation",
                "ZeroMQ",
                "Linux", logging,
            ]),
        tests(
            "Acceptance", ["Recording", "Simulation", "Timing", "Wire"], excluding: ["clients", "journals", "unit"]),
        tests("Tidy", []),
    ]
)

// The fuzzer's own program, only where scripts/fuzz asks for it: it is linked with libFuzzer.
if Context.environment["LAPWING_FUZZ"] != nil {
    package.targets += [
        .systemLibrary(name: "CLibFuzzer", path: "Tests/FuzzTests/CLibFuzzer"),
        .executableTarget(
            name: "lapwing-fuzz", dependencies: ["Fuzz", "CLibFuzzer"], path: "Tests/FuzzTests/driver",
            swiftSettings: house),
    ]
}
