#!/usr/bin/env bash
# What action.yml runs: score the data of a config, judge the run, and leave the verdict where GitHub looks.
#
# Reads CONFIG, BASELINE, POLICY, VERSION (the inputs of the action), ACTION_PATH, RUNNER_TEMP, GITHUB_OUTPUT and
# GITHUB_STEP_SUMMARY. VERSION is what pip is asked for; empty means the version of this action, "installed" whatever
# `evalharness` is on the PATH. Exit codes are those of `evalharness gate`: 0 pass, 1 regression, 2 bad input, 3 failure.
set -uo pipefail

work=${RUNNER_TEMP:-$(mktemp -d)}/evalharness
run=$work/run
mkdir -p "$work"

# one annotation with the whole text of a file: GitHub's escapes keep it one line
annotate() {
  local text
  text=$(tail -c 4000 "$1")
  text=${text//'%'/'%25'}
  text=${text//$'\r'/'%0D'}
  text=${text//$'\n'/'%0A'}
  echo "::error title=evalharness::$text"
}

output() {
  echo "$1=$2" >>"${GITHUB_OUTPUT:-/dev/null}"
}

# what a command says on stderr is in the log, and in $work/stderr for an annotation
logged() {
  local code=0
  "$@" 2>"$work/stderr" || code=$?
  cat "$work/stderr" >&2
  return $code
}

finish() {
  output exit-code "$1"
  exit "$1"
}

if [[ ${VERSION:-} == installed ]]; then
  evalharness=evalharness
else
  wanted=${ACTION_PATH:-.}
  [[ -n ${VERSION:-} ]] && wanted=evalharness==$VERSION
  if ! { python3 -m venv "$work/venv" && "$work/venv/bin/pip" install -q "$wanted"; } 2>"$work/stderr"; then
    cat "$work/stderr" >&2
    annotate "$work/stderr"
    finish 3
  fi
  evalharness=$work/venv/bin/evalharness
fi

# what the data says must not be taken for a command
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "::group::evalharness run"
echo "::stop-commands::$token"
logged "$evalharness" run "$CONFIG" --out "$run" --force
scored=$?
echo "::$token::"
echo "::endgroup::"
# 3: a metric failed on some candidate; the gate tells what that means
if ((scored != 0 && scored != 3)); then
  annotate "$work/stderr"
  finish $scored
fi

output run "$run"
output junit "$work/junit.xml"
output sarif "$work/evalharness.sarif"
arguments=(--junit "$work/junit.xml" --sarif "$work/evalharness.sarif" --github --data "$CONFIG")
[[ -n ${BASELINE:-} ]] && arguments+=(--baseline "$BASELINE")
[[ -n ${POLICY:-} ]] && arguments+=(--policy "$POLICY")
logged "$evalharness" gate "$run" "${arguments[@]}"
judged=$?
((judged > 1)) && annotate "$work/stderr"
finish $((judged != 0 ? judged : scored))
