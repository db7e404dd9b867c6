-- Health of Recipe, RecipeRun and Connection in Argo CD, from their conditions alone.
local health = { status = "Progressing", message = "Waiting for the Datacook operator" }
if obj.status == nil or obj.status.observedGeneration ~= obj.metadata.generation then
  return health
end
local conditions = {}
for _, condition in ipairs(obj.status.conditions or {}) do
  conditions[condition.type] = condition
end
local function is(type, status)
  return conditions[type] ~= nil and conditions[type].status == status
end
local function tell(status, type)
  health.status = status
  health.message = conditions[type].message
  return health
end
-- A run has an end: it succeeded, or it failed for good.
if obj.kind == "RecipeRun" then
  if is("Succeeded", "True") then return tell("Healthy", "Succeeded") end
  if is("Succeeded", "False") then return tell("Degraded", "Succeeded") end
  if is("Running", "True") then return tell("Progressing", "Running") end
  return health
end
if is("Suspended", "True") then return tell("Suspended", "Suspended") end
if is("Stalled", "True") then return tell("Degraded", "Stalled") end
if is("Ready", "True") then return tell("Healthy", "Ready") end
-- Not ready and not working on it: somebody must look.
if is("Ready", "False") and not is("Reconciling", "True") then return tell("Degraded", "Ready") end
if is("Reconciling", "True") then return tell("Progressing", "Reconciling") end
return health
