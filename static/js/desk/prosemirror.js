// The one place that knows where the vendored ProseMirror lies.
export * from "../../vendor/prosemirror@1.42.9/prosemirror.js";
