{{/* The image of a service: (list $ "operator" .Values.operator.image) */}}
{{- define "datacook.image" -}}
{{- $root := index . 0 -}}
{{- with index . 2 }}{{ . }}{{ else -}}
{{ $root.Values.images.registry }}/{{ index . 1 }}:{{ default $root.Chart.AppVersion $root.Values.images.tag }}
{{- end -}}
{{- end -}}

{{/* The objects of a file that kustomize applies too, for this release: (list $ "files/base/…yaml" annotations) */}}
{{- define "datacook.file" -}}
{{- $root := index . 0 -}}
{{- $text := $root.Files.Get (index . 1) -}}
{{- range splitList "\n---\n" (printf "\n%s" $text) }}
{{- $object := . | replace "datacook-system" $root.Release.Namespace | fromYaml -}}
{{- if $object.kind }}
{{- $labels := merge (dict "app.kubernetes.io/part-of" "datacook") (default dict $object.metadata.labels) -}}
{{- $_ := set $object.metadata "labels" $labels -}}
{{- with index $ 2 }}{{ $_ := set $object.metadata "annotations" (merge (deepCopy .) (default dict $object.metadata.annotations)) }}{{ end }}
---
{{ toYaml $object }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Where a pod may run: the part of a values section that goes into every pod spec. */}}
{{- define "datacook.placement" -}}
{{- with .nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end -}}
