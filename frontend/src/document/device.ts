/** The one database of this device that holds documents, by its name: whoever signs out leaves nothing of theirs in it. */
export const DOCUMENTS = "overhear-documents";

/** Forget all that is kept here. Pages that are still open keep theirs until they are closed. */
export function forgetDocuments(): void {
	globalThis.indexedDB?.deleteDatabase(DOCUMENTS);
}
