extension Collection where Self: Sendable, Element: Sendable, Index: Sendable {
    /// The results of `transform` for each element in the order of the elements, at most `width` at work at a time.
    package func concurrentMap<Result: Sendable>(
        width: Int = 8, _ transform: @escaping @Sendable (Element) async -> Result
    ) async -> [Result] {
        await withTaskGroup(of: (Int, Result).self) { group in
            var results = [Result?](repeating: nil, count: count)
            var next = enumerated().makeIterator()
            func startNext() {
                guard let (index, element) = next.next() else { return }
                group.addTask { (index, await transform(element)) }
            }
            for _ in 0..<Swift.max(1, width) { startNext() }
            while let (index, result) = await group.next() {
                results[index] = result
                startNext()
            }
            return results.compactMap { $0 }
        }
    }
}
