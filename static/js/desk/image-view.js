// How the editor shows an image: as words with its address to look at, since no page loads anything from elsewhere.

export function imageView({ attrs: { src, alt } }) {
  const dom = document.createElement("span");
  dom.className = "image-link";
  dom.textContent = alt ? `Image: ${alt}` : "Image";
  dom.title = src;
  return { dom, ignoreMutation: () => true };
}
