"""LanguageTool as a process beside ours: fetched, started, watched, and asked over HTTP."""
