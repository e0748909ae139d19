package import ArgumentParser
package import Client

/// Where the daemon is, which session is followed, and the keys: of a program that follows the publication.
package struct DaemonLine: ParsableArguments {
    @Option(
        help:
            "Address of the daemon's publication, else $LAPWING_PUBLICATION; of a pair both, with a comma between them."
    )
    var publication = UsualAddress.publication

    @Option(
        help: "Address of the daemon's query socket, else $LAPWING_QUERY; of a pair both, with a comma between them.")
    var query = UsualAddress.query

    @Option(help: "Id of the session to stay at; without it the one that is shown, or the one that runs alone.")
    package var session: String?

    @OptionGroup var keys: KeyOptions

    package init() {}

    /// The addresses with their keys.
    package func addresses<Reader>() throws -> Following<Reader>.Addresses {
        .init(
            publication: UsualAddress.each(of: publication), query: UsualAddress.each(of: query),
            publicationSecurity: try keys.security(towards: publication),
            querySecurity: try keys.security(towards: query))
    }
}
