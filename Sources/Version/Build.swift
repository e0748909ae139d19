import Wire

/// The version of Lapwing, as every program says with `--version`.
public enum Build {
    /// The release, as CHANGELOG.md names it; `-dev` stands behind it until it is made.
    public static let number = "0.9.0-dev"

    /// The commit that was built, in hexadecimal digits: with a `+` where the sources differed from it, `unknown` where
    /// they were built outside a repository.
    public static let commit = Commit.name

    /// One line: the program's name, its version, the commit and the version of docs/protocol.md that it speaks.
    public static func words(of program: String) -> String {
        "\(program) \(number), commit \(commit), protocol \(ProtocolVersion.number)"
    }
}
