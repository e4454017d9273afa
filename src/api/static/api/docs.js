// In a file of its own: the Content-Security-Policy allows no script in the page.
const place = document.getElementById("documentation");

// The value that a runtime expression of OpenAPI selects, such as $response.body#/items/0/code.
function selected(expression, body) {
  const pointer = expression.replace("$response.body#/", "").split("/");
  return pointer.reduce((part, key) => part?.[key], body);
}

function operations(spec) {
  return Object.entries(spec.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
}

// The links of the operation, if it can be called without arguments.
function links({ method, operation }) {
  const isPlain = method === "get" && !operation.parameters.some((each) => each.required);
  return isPlain ? Object.values(operation.responses[200]?.links ?? {}) : [];
}

// Replace the examples of required parameters by values that are stored here.
async function withStoredExamples(spec) {
  const byId = new Map(operations(spec).map((each) => [each.operation.operationId, each]));
  const root = spec.servers[0].url.replace(/\/$/, "");
  const sources = [...byId.values()].filter((each) => links(each).length > 0);
  await Promise.all(
    sources.map(async (source) => {
      const response = await fetch(root + source.path);
      if (!response.ok) return;
      const body = await response.json();
      for (const { operationId, parameters } of links(source)) {
        for (const parameter of byId.get(operationId).operation.parameters) {
          const value = selected(parameters[parameter.name] ?? "", body);
          if (parameter.required && value !== undefined) parameter.example = value;
        }
      }
    }),
  );
}

const response = await fetch(place.dataset.document);
const spec = await response.json();
// The page is useful without them.
await withStoredExamples(spec).catch(() => undefined);

// Staff who are signed in to the admin call the API with their session.
const withCsrfToken = (request) => {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]*)/);
  if (token && new URL(request.url, location.href).origin === location.origin) {
    request.headers["X-CSRFToken"] = token[1];
  }
  return request;
};

SwaggerUIBundle({
  url: place.dataset.document,
  spec,
  domNode: place,
  deepLinking: true,
  displayRequestDuration: true,
  layout: "BaseLayout",
  presets: [SwaggerUIBundle.presets.apis],
  // Its own would send the document to another host.
  validatorUrl: null,
  requestInterceptor: withCsrfToken,
});
