/** What the site adds to the style of all pages: a column of links, and code blocks that scroll by themselves. */
export const SITE_STYLE = `
body { max-width: 72rem }
.site { display: grid; grid-template-columns: 14rem minmax(0, 1fr); gap: 2rem }
.site nav p { margin: 1rem 0 0.25rem; font-weight: 600 }
.site nav ul { display: block; margin: 0; padding: 0; list-style: none }
.site nav li { margin: 0 }
.site nav a { display: inline-block; padding: 0.2rem 0 }
.site nav a[aria-current] { font-weight: 600; text-decoration: none }
.site pre { overflow-x: auto; padding: 0.75rem; border: 1px solid; border-radius: 0.25rem }
.site pre:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
.site img { max-width: 100%; height: auto }
@media (max-width: 48rem) { .site { grid-template-columns: minmax(0, 1fr) } }
@media print { .site nav { display: none } .site { display: block } }
`;
