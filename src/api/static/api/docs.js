// In a file of its own: the Content-Security-Policy allows no script in the page.
const place = document.getElementById("documentation");

SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  deepLinking: true,
  displayRequestDuration: true,
  layout: "BaseLayout",
  presets: [SwaggerUIBundle.presets.apis],
  // Its own would send the document to another host.
  validatorUrl: null,
});
