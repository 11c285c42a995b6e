// The notes of the desk: their lengths, and notes found in pasted text.
import { watchFoundNotes } from "./found.js";
import { watchMeters } from "./meter.js";

watchMeters();
watchFoundNotes();
