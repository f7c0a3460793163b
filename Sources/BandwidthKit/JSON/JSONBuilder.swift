#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Builds a result from the values that a scanner finds.
protocol JSONBuilder {
    associatedtype Value
    associatedtype Members

    func null(line: Int) -> Value
    func bool(_ value: Bool, line: Int) -> Value
    func number(_ digits: ArraySlice<UInt8>, line: Int) -> Value?
    func string(_ text: () -> String, line: Int) -> Value
    func array(_ values: [Value], line: Int) -> Value
    func object(_ members: Members, line: Int) -> Value

    func noMembers() -> Members
    /// Returns `false` if the key is refused because the object already has it.
    func accepts(_ key: () -> String, in members: inout Members, line: Int) -> Bool
    func add(_ value: Value, to members: inout Members)
}

/// Builds `JSONValue`s.
struct ValueBuilder: JSONBuilder {
    let refusesDuplicates: Bool

    struct Members {
        var list: [JSONValue.Member] = []
        var keys: Set<String> = []
        var next: (key: String, line: Int, isNew: Bool) = ("", 0, false)
    }

    func null(line: Int) -> JSONValue { JSONValue(.null, line: line) }
    func bool(_ value: Bool, line: Int) -> JSONValue { JSONValue(.bool(value), line: line) }
    func string(_ text: () -> String, line: Int) -> JSONValue { JSONValue(.string(text()), line: line) }
    func array(_ values: [JSONValue], line: Int) -> JSONValue { JSONValue(.array(values), line: line) }
    func object(_ members: Members, line: Int) -> JSONValue { JSONValue(.object(members.list), line: line) }
    func noMembers() -> Members { Members() }

    func number(_ digits: ArraySlice<UInt8>, line: Int) -> JSONValue? {
        let text = String(decoding: digits, as: UTF8.self)
        guard let value = Int64(text).map({ Decimal($0) }) ?? Decimal(string: text), !value.isNaN else { return nil }
        return JSONValue(.number(value), line: line)
    }

    func accepts(_ key: () -> String, in members: inout Members, line: Int) -> Bool {
        let key = key(), isNew = members.keys.insert(key).inserted
        members.next = (key, line, isNew)
        return isNew || !refusesDuplicates
    }

    func add(_ value: JSONValue, to members: inout Members) {
        guard members.next.isNew else { return }
        members.list.append(JSONValue.Member(members.next.key, value, line: members.next.line))
    }
}

/// Builds nothing.
struct NothingBuilder: JSONBuilder {
    func null(line: Int) {}
    func bool(_ value: Bool, line: Int) {}
    func number(_ digits: ArraySlice<UInt8>, line: Int) -> Void? { () }
    func string(_ text: () -> String, line: Int) {}
    func array(_ values: [Void], line: Int) {}
    func object(_ members: Void, line: Int) {}
    func noMembers() {}
    func accepts(_ key: () -> String, in members: inout Void, line: Int) -> Bool { true }
    func add(_ value: Void, to members: inout Void) {}
}
