<?php
// Two texts, a paragraph a line, through wikidiff2: its changes as JSON, and how many milliseconds each round took.
[, $oldPath, $newPath, $rounds] = $argv;
$old = file_get_contents($oldPath);
$new = file_get_contents($newPath);
$took = [];
for ($round = 0; $round < (int)$rounds; $round++) {
    $started = hrtime(true);
    $found = wikidiff2_inline_json_diff($old, $new, 0);
    $took[] = (hrtime(true) - $started) / 1e6;
}
echo json_encode(["version" => wikidiff2_version(), "took" => $took, "diff" => json_decode($found, true)["diff"]]);
