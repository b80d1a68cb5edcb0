/** Local search without derivatives: simplices and trust regions. */
package dev.hone.search.local;
