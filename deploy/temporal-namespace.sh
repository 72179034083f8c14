#!/bin/sh
# Sees that the namespace is there, and that the histories of ended runs can be read for 90 days. TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE say where.
set -eu
namespace() { verb=$1 && shift && temporal operator namespace "$verb" --namespace "$TEMPORAL_NAMESPACE" "$@"; }
if namespace describe >/dev/null 2>&1; then
  namespace update --retention 90d
else
  namespace create --retention 90d
fi
