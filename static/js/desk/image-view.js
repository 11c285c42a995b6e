/** How an image by link looks in an editor: as words. Pages load nothing from other hosts. */
export function imageView({ attrs: { src, alt } }) {
  const dom = document.createElement("span");
  dom.className = "image-link";
  dom.title = src;
  dom.textContent = alt ? `Image: ${alt}` : "Image";
  return { dom };
}
